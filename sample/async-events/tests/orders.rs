use async_events::events::OrderPlacedEvent;
use async_events::orders::OrderService;
use async_events::{dispatcher, fire_event, testing, wiring};

#[tokio::test]
async fn placing_an_order_says_so() {
    testing::fake();
    let orders = OrderService::new(dispatcher());

    orders.place(7, vec!["tea".to_string()]).await.unwrap();
    fire_event!(OrderPlacedEvent { order_id: 8, lines: Vec::new() }).unwrap();

    testing::assert_dispatched("OrderPlaced");
    testing::assert_dispatched_times("OrderPlaced", 2);
    testing::assert_not_dispatched("OrderCancelled");
    testing::restore();
}

#[tokio::test]
async fn listeners_can_be_forgotten() {
    let dispatcher = dispatcher();
    wiring::register(&dispatcher).await;
    assert!(dispatcher.has_listeners("OrderPlaced"));

    dispatcher.forget("OrderPlaced");
    assert!(!dispatcher.has_listeners("OrderPlaced"));
}
