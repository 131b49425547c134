use serde_json::{json, Value};

use crate::event::{Dispatchable, Event};

#[derive(Debug, Clone)]
pub struct UserRegisteredEvent {
    pub user_id: u64,
    pub email: String,
}

impl UserRegisteredEvent {
    pub fn new(user_id: u64, email: &str) -> Self {
        Self { user_id, email: email.to_string() }
    }
}

impl Event for UserRegisteredEvent {
    fn event_name(&self) -> &'static str {
        "UserRegistered"
    }

    fn to_json(&self) -> Value {
        json!({ "user_id": self.user_id, "email": self.email })
    }
}

impl Dispatchable for UserRegisteredEvent {}
