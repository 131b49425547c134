//! Keeps events instead of delivering them, and asks afterwards what was dispatched.

use std::sync::{Arc, Mutex};

use crate::event::Event;

static RECORDED: Mutex<Option<Vec<String>>> = Mutex::new(None);

pub fn fake() {
    *RECORDED.lock().unwrap() = Some(Vec::new());
}

pub fn restore() {
    *RECORDED.lock().unwrap() = None;
}

pub(crate) fn record(event: &Arc<dyn Event>) -> bool {
    match RECORDED.lock().unwrap().as_mut() {
        Some(names) => {
            names.push(event.event_name().to_string());
            true
        }
        None => false,
    }
}

fn count(name: &str) -> usize {
    let recorded = RECORDED.lock().unwrap();
    let names = recorded.as_ref().expect("events are not faked");
    names.iter().filter(|recorded| *recorded == name).count()
}

pub fn assert_dispatched(name: &str) {
    assert!(count(name) > 0, "{name} was not dispatched");
}

pub fn assert_dispatched_times(name: &str, times: usize) {
    assert_eq!(count(name), times, "{name}");
}

pub fn assert_not_dispatched(name: &str) {
    assert_eq!(count(name), 0, "{name} was dispatched");
}

pub fn assert_nothing_dispatched() {
    let recorded = RECORDED.lock().unwrap();
    assert!(recorded.as_ref().is_some_and(|names| names.is_empty()), "{recorded:?}");
}
