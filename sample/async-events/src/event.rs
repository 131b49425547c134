//! What an event is.

use std::fmt::Debug;
use std::sync::Arc;
use std::time::Duration;

use async_trait::async_trait;
use serde_json::Value;

use crate::dispatcher::dispatcher;
use crate::listener::EventResult;

pub trait Event: Send + Sync + Debug {
    fn event_name(&self) -> &'static str;

    fn to_json(&self) -> Value;

    fn should_queue(&self) -> bool {
        false
    }

    fn queue_name(&self) -> Option<&str> {
        None
    }

    fn tags(&self) -> Vec<String> {
        Vec::new()
    }

    fn is_synchronous(&self) -> bool {
        !self.should_queue()
    }

    fn priority(&self) -> i32 {
        0
    }

    fn can_unqueue(&self) -> bool {
        true
    }
}

/// Lets an event send itself through the global dispatcher.
#[async_trait]
pub trait Dispatchable: Event + Sized + 'static {
    async fn dispatch(self) -> EventResult {
        dispatcher().dispatch(Arc::new(self)).await
    }

    async fn dispatch_if(self, condition: bool) -> EventResult {
        if condition {
            return self.dispatch().await;
        }
        Ok(())
    }

    async fn dispatch_unless(self, condition: bool) -> EventResult {
        self.dispatch_if(!condition).await
    }
}

/// An event whose listeners run on a queue.
pub trait ShouldQueue: Event {
    fn queue_connection(&self) -> &str {
        "default"
    }

    fn queue(&self) -> &str {
        "events"
    }

    fn delay(&self) -> Option<Duration> {
        None
    }

    fn tries(&self) -> u32 {
        3
    }

    fn timeout(&self) -> Duration {
        Duration::from_secs(60)
    }

    fn after_commit(&self) -> bool {
        false
    }
}
