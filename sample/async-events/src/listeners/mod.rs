//! Who hears the events of the shop.

mod audit_trail;
mod billing;
mod mail;
mod warehouse;

pub use audit_trail::AuditTrail;
pub use billing::{ArchiveInvoice, ProcessOrder};
pub use mail::{NotifyCustomer, SendReceipt, SendWelcomeEmail};
pub use warehouse::{ReserveStock, ReturnStock, ScheduleShipping};
