//! Laravel-inspired asynchronous events.

#[macro_use]
mod macros;

pub mod broadcast;
pub mod config;
pub mod dispatcher;
pub mod event;
pub mod events;
pub mod listener;
pub mod listeners;
pub mod orders;
pub mod testing;
pub mod wiring;

pub use broadcast::{Broadcastable, ShouldBroadcast};
pub use dispatcher::{dispatcher, event, listen, EventDispatcher};
pub use event::{Dispatchable, Event, ShouldQueue};
pub use listener::{EventListener, EventResult, ShouldQueueListener};
