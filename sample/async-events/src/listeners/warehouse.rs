use std::sync::Arc;

use async_trait::async_trait;

use crate::event::{Dispatchable, Event};
use crate::events::OrderShippedEvent;
use crate::listener::{EventListener, EventResult};

pub struct ReserveStock;

#[async_trait]
impl EventListener for ReserveStock {
    async fn handle(&self, event: Arc<dyn Event>) -> EventResult {
        println!("reserving {}", event.to_json()["lines"]);
        Ok(())
    }
}

pub struct ReturnStock;

#[async_trait]
impl EventListener for ReturnStock {
    async fn handle(&self, event: Arc<dyn Event>) -> EventResult {
        println!("returning the stock of order {}", event.to_json()["order_id"]);
        Ok(())
    }
}

pub struct ScheduleShipping;

#[async_trait]
impl EventListener for ScheduleShipping {
    async fn handle(&self, event: Arc<dyn Event>) -> EventResult {
        let order_id = event.to_json()["order_id"].as_u64().ok_or("no order id")?;
        let shipped = OrderShippedEvent { order_id, tracking: format!("TRACK-{order_id:08}") };

        shipped.dispatch().await
    }
}
