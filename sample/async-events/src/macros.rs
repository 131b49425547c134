//! Shorthands for the global dispatcher.

/// Dispatches on the global dispatcher and waits for the listeners.
#[macro_export]
macro_rules! fire_event {
    ($event:expr) => {
        $crate::dispatcher().dispatch(std::sync::Arc::new($event)).await
    };
}

/// Same, but only says whether it worked.
#[macro_export]
macro_rules! dispatch_event {
    ($event:expr) => {
        $crate::dispatcher().dispatch(std::sync::Arc::new($event)).await.is_ok()
    };
}

/// Registers a listener for one event on the global dispatcher.
#[macro_export]
macro_rules! register_listener {
    ($event:ty, $listener:expr) => {
        $crate::dispatcher().listen::<$event>(std::sync::Arc::new($listener)).await
    };
}
