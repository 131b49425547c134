//! Placing, paying and cancelling orders.

use std::sync::Arc;

use crate::dispatcher::{event, EventDispatcher};
use crate::event::Dispatchable;
use crate::events::{OrderCancelledEvent, OrderPlacedEvent, PaymentReceivedEvent};
use crate::listener::EventResult;

pub struct OrderService {
    dispatcher: Arc<EventDispatcher>,
}

impl OrderService {
    pub fn new(dispatcher: Arc<EventDispatcher>) -> Self {
        Self { dispatcher }
    }

    pub async fn place(&self, order_id: u64, lines: Vec<String>) -> EventResult {
        self.dispatcher.dispatch(Arc::new(OrderPlacedEvent { order_id, lines })).await
    }

    pub async fn pay(&self, order_id: u64, cents: u64) -> EventResult {
        event(Arc::new(PaymentReceivedEvent { order_id, cents })).await
    }

    pub async fn cancel(&self, order_id: u64, reason: &str, shipped: bool) -> EventResult {
        let cancelled = OrderCancelledEvent { order_id, reason: reason.to_string() };

        cancelled.dispatch_unless(shipped).await
    }
}
