//! Events that are shown to browsers as well.

use serde_json::Value;

use crate::event::Event;

pub trait ShouldBroadcast: Event {
    fn broadcast_on(&self) -> Vec<String>;

    fn broadcast_as(&self) -> &str {
        self.event_name()
    }

    fn broadcast_with(&self) -> Value {
        self.to_json()
    }

    fn should_queue_broadcast(&self) -> bool {
        true
    }
}

pub trait Broadcastable {
    fn broadcast_channel(&self) -> String;

    fn broadcast_data(&self) -> Value;

    fn is_private(&self) -> bool {
        false
    }
}
