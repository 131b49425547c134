//! Who hears what, and the call that tells them.

use std::any::type_name;
use std::collections::HashMap;
use std::sync::{Arc, OnceLock, RwLock};

use crate::event::Event;
use crate::listener::{EventListener, EventResult};
use crate::testing;

type Listeners = Vec<Arc<dyn EventListener>>;
type QueueableHandler = Arc<dyn Fn(Arc<dyn Event>, Arc<dyn EventListener>) + Send + Sync>;

#[derive(Default)]
pub struct EventDispatcher {
    listeners: RwLock<HashMap<String, Listeners>>,
    wildcards: RwLock<Listeners>,
    queueable_handler: RwLock<Option<QueueableHandler>>,
}

impl EventDispatcher {
    pub fn new() -> Self {
        Self::default()
    }

    /// `OrderProcessedEvent` is listened to under the name its values carry: `OrderProcessed`.
    fn key<E: Event>() -> String {
        let path = type_name::<E>();
        path.rsplit("::").next().unwrap_or(path).trim_end_matches("Event").to_string()
    }

    pub async fn listen<E: Event + 'static>(&self, listener: Arc<dyn EventListener>) {
        self.listeners.write().unwrap().entry(Self::key::<E>()).or_default().push(listener);
    }

    pub async fn listen_wildcard(&self, listener: Arc<dyn EventListener>) {
        self.wildcards.write().unwrap().push(listener);
    }

    pub async fn dispatch(&self, event: Arc<dyn Event>) -> EventResult {
        if testing::record(&event) {
            return Ok(());
        }
        for listener in self.get_listeners(event.event_name()) {
            let queue = self.queueable_handler.read().unwrap().clone();
            if let (true, Some(push)) = (event.should_queue() || listener.should_queue(), queue) {
                push(event.clone(), listener);
                continue;
            }
            if let Err(error) = listener.handle(event.clone()).await {
                listener.failed(event.clone(), error.to_string()).await;
            }
        }
        Ok(())
    }

    /// Stops at the first listener that does not fail.
    pub async fn until(&self, event: Arc<dyn Event>) -> EventResult {
        for listener in self.get_listeners(event.event_name()) {
            if listener.handle(event.clone()).await.is_ok() {
                break;
            }
        }
        Ok(())
    }

    pub fn has_listeners(&self, name: &str) -> bool {
        self.listeners.read().unwrap().get(name).is_some_and(|found| !found.is_empty())
    }

    pub fn get_listeners(&self, name: &str) -> Listeners {
        let mut found = self.listeners.read().unwrap().get(name).cloned().unwrap_or_default();
        found.extend(self.wildcards.read().unwrap().iter().cloned());
        found
    }

    pub fn forget(&self, name: &str) {
        self.listeners.write().unwrap().remove(name);
    }

    pub fn flush(&self) {
        self.listeners.write().unwrap().clear();
        self.wildcards.write().unwrap().clear();
    }

    pub fn set_queueable_handler(&self, handler: QueueableHandler) {
        *self.queueable_handler.write().unwrap() = Some(handler);
    }
}

static DISPATCHER: OnceLock<Arc<EventDispatcher>> = OnceLock::new();

/// The one dispatcher of the process.
pub fn dispatcher() -> Arc<EventDispatcher> {
    DISPATCHER.get_or_init(|| Arc::new(EventDispatcher::new())).clone()
}

pub async fn event(event: Arc<dyn Event>) -> EventResult {
    dispatcher().dispatch(event).await
}

pub async fn listen<E: Event + 'static>(listener: Arc<dyn EventListener>) {
    dispatcher().listen::<E>(listener).await;
}
