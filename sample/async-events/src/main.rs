use std::sync::Arc;

use async_events::events::UserRegisteredEvent;
use async_events::orders::OrderService;
use async_events::{dispatch_event, dispatcher, wiring, Dispatchable, EventResult};

#[tokio::main]
async fn main() -> EventResult {
    let dispatcher = dispatcher();
    wiring::register(&dispatcher).await;
    dispatcher.set_queueable_handler(Arc::new(|event, listener| {
        tokio::spawn(async move { listener.handle(event).await });
    }));

    let quiet = std::env::args().any(|argument| argument == "--quiet");
    UserRegisteredEvent::new(1, "ada@example.com").dispatch_if(!quiet).await?;
    if !dispatch_event!(UserRegisteredEvent::new(2, "zoë@example.com")) {
        eprintln!("could not welcome the second user");
    }

    let orders = OrderService::new(dispatcher.clone());
    orders.place(42, vec!["tea".to_string(), "cup".to_string()]).await?;
    orders.pay(42, 1990).await?;
    orders.cancel(43, "changed my mind", false).await
}
