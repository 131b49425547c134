//! Settings out of the environment.

use std::env;
use std::time::Duration;

#[derive(Debug, Clone)]
pub struct EventsConfig {
    pub default_queue: String,
    pub store_enabled: bool,
    pub store_table: String,
    pub retry_attempts: u32,
    pub retry_delay: Duration,
}

impl EventsConfig {
    pub fn from_env() -> Self {
        let read = |name: &str, default: &str| env::var(name).unwrap_or_else(|_| default.to_string());
        Self {
            default_queue: read("EVENTS_DEFAULT_QUEUE", "events"),
            store_enabled: read("EVENTS_STORE_ENABLED", "true") == "true",
            store_table: read("EVENTS_STORE_TABLE", "events"),
            retry_attempts: read("EVENTS_RETRY_ATTEMPTS", "3").parse().unwrap_or(3),
            retry_delay: Duration::from_secs(read("EVENTS_RETRY_DELAY_SECONDS", "60").parse().unwrap_or(60)),
        }
    }
}
