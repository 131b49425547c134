use serde_json::{json, Value};

use crate::event::Event;

#[derive(Debug, Clone)]
pub struct PaymentReceivedEvent {
    pub order_id: u64,
    pub cents: u64,
}

impl Event for PaymentReceivedEvent {
    fn event_name(&self) -> &'static str {
        "PaymentReceived"
    }

    fn to_json(&self) -> Value {
        json!({ "order_id": self.order_id, "cents": self.cents })
    }
}

#[derive(Debug, Clone)]
pub struct InvoiceSentEvent {
    pub order_id: u64,
    pub number: String,
}

impl Event for InvoiceSentEvent {
    fn event_name(&self) -> &'static str {
        "InvoiceSent"
    }

    fn to_json(&self) -> Value {
        json!({ "order_id": self.order_id, "number": self.number })
    }
}
