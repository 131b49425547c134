//! What a listener is.

use std::error::Error;
use std::sync::Arc;
use std::time::Duration;

use async_trait::async_trait;

use crate::event::Event;

pub type EventResult = Result<(), Box<dyn Error + Send + Sync>>;

#[async_trait]
pub trait EventListener: Send + Sync {
    async fn handle(&self, event: Arc<dyn Event>) -> EventResult;

    async fn failed(&self, event: Arc<dyn Event>, error: String) {
        eprintln!("listener failed on {}: {error}", event.event_name());
    }

    fn should_queue(&self) -> bool {
        false
    }

    fn queue_name(&self) -> Option<&str> {
        None
    }

    fn can_retry(&self) -> bool {
        true
    }

    fn max_exceptions(&self) -> u32 {
        3
    }

    fn backoff(&self) -> Vec<Duration> {
        [5, 15, 30].map(Duration::from_secs).to_vec()
    }
}

/// A listener that names its queue.
pub trait ShouldQueueListener: EventListener {
    fn connection(&self) -> &str {
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

    fn middleware(&self) -> Vec<String> {
        Vec::new()
    }

    fn after_commit(&self) -> bool {
        false
    }

    fn via_connection(&self, _event: &dyn Event) -> &str {
        self.connection()
    }

    fn via_queue(&self, _event: &dyn Event) -> &str {
        self.queue()
    }

    fn with_delay(&self, _event: &dyn Event) -> Option<Duration> {
        self.delay()
    }
}
