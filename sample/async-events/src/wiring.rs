//! Which listener hears which event.

use std::sync::Arc;

use crate::dispatcher::{listen, EventDispatcher};
use crate::events::{
    InvoiceSentEvent, OrderCancelledEvent, OrderPlacedEvent, OrderProcessedEvent, OrderShippedEvent, PaymentReceivedEvent,
    UserRegisteredEvent,
};
use crate::listeners::{
    ArchiveInvoice, AuditTrail, NotifyCustomer, ProcessOrder, ReserveStock, ReturnStock, ScheduleShipping, SendReceipt,
    SendWelcomeEmail,
};

pub async fn register(dispatcher: &EventDispatcher) {
    dispatcher.listen_wildcard(Arc::new(AuditTrail)).await;

    dispatcher.listen::<OrderPlacedEvent>(Arc::new(ReserveStock)).await;
    dispatcher.listen::<OrderProcessedEvent>(Arc::new(SendReceipt)).await;
    dispatcher.listen::<OrderProcessedEvent>(Arc::new(ScheduleShipping)).await;
    dispatcher.listen::<OrderCancelledEvent>(Arc::new(ReturnStock)).await;

    let notify = Arc::new(NotifyCustomer);
    dispatcher.listen::<OrderShippedEvent>(notify.clone()).await;
    dispatcher.listen::<OrderCancelledEvent>(notify).await;

    register_listener!(PaymentReceivedEvent, ProcessOrder);
    register_listener!(OrderProcessedEvent, SendReceipt);
    register_listener!(InvoiceSentEvent, ArchiveInvoice);

    listen::<UserRegisteredEvent>(Arc::new(SendWelcomeEmail { sender: "Büro".to_string() })).await;
}
