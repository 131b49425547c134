//! The events of the shop.

mod billing;
mod orders;
mod users;

pub use billing::{InvoiceSentEvent, PaymentReceivedEvent};
pub use orders::{OrderCancelledEvent, OrderPlacedEvent, OrderProcessedEvent, OrderShippedEvent};
pub use users::UserRegisteredEvent;
