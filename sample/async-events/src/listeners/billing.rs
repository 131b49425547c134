use std::sync::Arc;

use async_trait::async_trait;

use crate::event::Event;
use crate::events::OrderProcessedEvent;
use crate::listener::{EventListener, EventResult};

/// A paid order is processed at once.
pub struct ProcessOrder;

#[async_trait]
impl EventListener for ProcessOrder {
    async fn handle(&self, event: Arc<dyn Event>) -> EventResult {
        let payload = event.to_json();
        let order_id = payload["order_id"].as_u64().ok_or("no order id")?;
        let total_cents = payload["cents"].as_u64().unwrap_or(0);

        fire_event!(OrderProcessedEvent { order_id, total_cents })
    }
}

pub struct ArchiveInvoice;

#[async_trait]
impl EventListener for ArchiveInvoice {
    async fn handle(&self, event: Arc<dyn Event>) -> EventResult {
        println!("archiving invoice {}", event.to_json()["number"]);
        Ok(())
    }
}
