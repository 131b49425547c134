use std::sync::Arc;

use async_trait::async_trait;

use crate::event::Event;
use crate::listener::{EventListener, EventResult};

/// Hears everything and keeps what has to do with money or parcels apart.
pub struct AuditTrail;

#[async_trait]
impl EventListener for AuditTrail {
    async fn handle(&self, event: Arc<dyn Event>) -> EventResult {
        let book = if event.event_name() == "PaymentReceived" {
            "money"
        } else if event.event_name() == "OrderShiped" {
            "parcels"
        } else {
            "other"
        };
        println!("[{book}] {} {}", event.event_name(), event.to_json());
        Ok(())
    }
}
