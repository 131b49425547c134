use std::sync::Arc;
use std::time::Duration;

use async_trait::async_trait;

use crate::event::Event;
use crate::listener::{EventListener, EventResult, ShouldQueueListener};

pub struct SendReceipt;

#[async_trait]
impl EventListener for SendReceipt {
    async fn handle(&self, event: Arc<dyn Event>) -> EventResult {
        println!("receipt for {}", event.to_json()["order_id"]);
        Ok(())
    }

    fn should_queue(&self) -> bool {
        true
    }

    fn queue_name(&self) -> Option<&str> {
        Some("mail")
    }

    fn backoff(&self) -> Vec<Duration> {
        [5, 15, 30].map(Duration::from_secs).to_vec()
    }
}

impl ShouldQueueListener for SendReceipt {
    fn queue(&self) -> &str {
        "mail"
    }

    fn middleware(&self) -> Vec<String> {
        vec!["throttle:10,1".to_string()]
    }
}

pub struct SendWelcomeEmail {
    pub sender: String,
}

#[async_trait]
impl EventListener for SendWelcomeEmail {
    async fn handle(&self, event: Arc<dyn Event>) -> EventResult {
        println!("{} welcomes {}", self.sender, event.to_json()["email"]);
        Ok(())
    }
}

/// One listener for two events; it asks which one it got.
pub struct NotifyCustomer;

#[async_trait]
impl EventListener for NotifyCustomer {
    async fn handle(&self, event: Arc<dyn Event>) -> EventResult {
        let text = if event.event_name() == "OrderShipped" { "on its way" } else { "cancelled" };
        println!("order {} is {text}", event.to_json()["order_id"]);
        Ok(())
    }
}
