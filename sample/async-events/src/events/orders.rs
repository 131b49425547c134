use std::time::Duration;

use serde_json::{json, Value};

use crate::broadcast::{Broadcastable, ShouldBroadcast};
use crate::event::{Dispatchable, Event, ShouldQueue};

#[derive(Debug, Clone)]
pub struct OrderPlacedEvent {
    pub order_id: u64,
    pub lines: Vec<String>,
}

impl Event for OrderPlacedEvent {
    fn event_name(&self) -> &'static str {
        "OrderPlaced"
    }

    fn to_json(&self) -> Value {
        json!({ "order_id": self.order_id, "lines": self.lines })
    }

    fn priority(&self) -> i32 {
        10
    }
}

#[derive(Debug, Clone)]
pub struct OrderProcessedEvent {
    pub order_id: u64,
    pub total_cents: u64,
}

impl Event for OrderProcessedEvent {
    fn event_name(&self) -> &'static str {
        "OrderProcessed"
    }

    fn to_json(&self) -> Value {
        json!({ "order_id": self.order_id, "total_cents": self.total_cents })
    }

    fn should_queue(&self) -> bool {
        true
    }

    fn queue_name(&self) -> Option<&str> {
        Some("orders")
    }

    fn tags(&self) -> Vec<String> {
        vec!["orders".to_string(), format!("order:{}", self.order_id)]
    }
}

impl ShouldQueue for OrderProcessedEvent {
    fn queue(&self) -> &str {
        "orders"
    }

    fn delay(&self) -> Option<Duration> {
        Some(Duration::from_secs(2))
    }

    fn after_commit(&self) -> bool {
        true
    }
}

#[derive(Debug, Clone)]
pub struct OrderShippedEvent {
    pub order_id: u64,
    pub tracking: String,
}

impl Event for OrderShippedEvent {
    fn event_name(&self) -> &'static str {
        "OrderShipped"
    }

    fn to_json(&self) -> Value {
        json!({ "order_id": self.order_id, "tracking": self.tracking })
    }
}

impl Dispatchable for OrderShippedEvent {}

impl ShouldBroadcast for OrderShippedEvent {
    fn broadcast_on(&self) -> Vec<String> {
        vec!["orders".to_string()]
    }
}

impl Broadcastable for OrderShippedEvent {
    fn broadcast_channel(&self) -> String {
        "orders".to_string()
    }

    fn broadcast_data(&self) -> Value {
        self.broadcast_with()
    }
}

#[derive(Debug, Clone)]
pub struct OrderCancelledEvent {
    pub order_id: u64,
    pub reason: String,
}

impl Event for OrderCancelledEvent {
    fn event_name(&self) -> &'static str {
        "OrderCancelled"
    }

    fn to_json(&self) -> Value {
        json!({ "order_id": self.order_id, "reason": self.reason })
    }
}

impl Dispatchable for OrderCancelledEvent {}
