/** Words by which code names dispatching, registering and asking, and the receivers that make an unknown event a fact. */

/** Calls that publish the event they are given. */
export const dispatchVerb =
  /^(try_|async_)?(dispatch|publish|emit|fire|trigger|notify|broadcast|announce|raise|post)(_(event|events|all|many|async|sync|now|later|if|unless|best_effort|or_log|with_retry|and_forget|to_all|domain_event|blocking|batch|observers|listeners|subscribers|globally|local|queued|after_commit|until))*$|^(event|until|dispatch_event|send_event|enqueue_event|push_event|queue_event|process_event)$/;

/** Calls that keep the event on an aggregate, to be published later. */
export const recordVerb =
  /^(record|record_that|record_event|add_event|add_domain_event|raise_event|register_event|push_domain_event|apply_change)$/;

/** Verbs by which an event publishes itself: `event.dispatch()`. */
export const selfVerb =
  /^(dispatch|dispatch_if|dispatch_unless|dispatch_now|dispatch_async|dispatch_sync|dispatch_after_commit|publish|emit|fire|broadcast|raise|trigger|send_event|notify)$/;

export const listenVerb =
  /^(listen|listens|listener|listen_once|listen_wildcard|listen_any|listen_all|on|on_event|once|subscribe|subscribe_\w+|register|register_\w+|observe|observer|attach|attach_\w+|add_\w*(listener|handler|subscriber|observer|reactor|projection|projector|consumer)s?|with_\w*(listener|handler|subscriber|observer|reactor|projection|consumer)s?|handler|subscriber|bind|bind_listener|connect|hook|when|handle_event_with)$/;

/** Talks about events without dispatching or hearing them. */
export const referenceVerb =
  /^(assert_(dispatched|not_dispatched|dispatched_once|dispatched_times|nothing_dispatched|listening|broadcast|broadcasted|emitted|published|fired)\w*|has_listeners?|get_listeners|listeners|listener_count|forget|has_dispatched|dispatched|dispatched_count|dispatched_events|was_dispatched|fake_only|fake_except|unsubscribe|unlisten|remove_listeners?|has_subscribers?|fired|published_count)$/;

/** Receivers that exist to pass events on. */
export const dispatcherName =
  /(^|_|[a-z])(Event|event)?_?(Dispatcher|dispatcher|EventBus|event_bus|Bus|bus|EventFacade|Emitter|emitter|Publisher|publisher|EventManager|event_manager|Mediator|mediator|EventHub|Broadcaster|EventSystem)$|^(EventFacade|Event|Events|events|Dispatcher|Bus)$/;

/** The innards of a dispatcher pass on what their callers are reported for. */
export const dispatcherType =
  /(Dispatcher|Bus|Facade|Emitter|Publisher|Broadcaster|Mediator|Hub|EventManager|EventSystem|EventRegistry)(Inner|Impl|State|Handle|Ref)?$|^Events?$/;

export const listenerTrait =
  /(Listener|Handler|Observer|Subscriber|Reactor|Projector|Consumer|Saga|Policy|EventProcessor)$/;
/** Listener traits whose very name says that they hear events. */
export const eventListenerTrait =
  /^(\w*Event\w*|Domain)?(Listener|Observer|Subscriber)$|Event(Handler|Listener|Subscriber|Observer|Consumer|Processor|Reactor)$/;

/** A call that may dispatch, register or ask, as it looks in the text. */
export const verbInText =
  /\b(?:try_|async_)?(?:dispatch|publish|emit|fire|trigger|notify|broadcast|announce|raise|post|record|event|until|send_event|push|send|add_\w*event|apply_change|listen|on|on_event|once|subscribe|register|observe|observer|attach|add_\w*(?:listener|handler|subscriber|observer|reactor|projection|projector|consumer)s?|with_\w*(?:listener|handler|subscriber|observer)s?|handler|subscriber|bind|hook|when|assert_\w+|has_\w+|forget|get_listeners|enqueue_event|push_event|queue_event|process_event)(?:_\w+)?!?\s*(?:\(|::\s*<|\{)/;

/** Plain substrings that say that a file has a dispatcher in hand. */
/** `#[consumer] async fn on_placed(&self, event: Arc<OrderPlaced>)`: a macro of the project or a package registers it. */
export const handlerAttribute =
  /(^|::)(consumer|consume_event|event_listener|event_handler|event_consumer|event_subscriber|on_event|subscribe|subscriber|domain_event_handler|listens_to)$/;
export const handlerAttributeNeedles = [
  '#[consumer',
  '#[consume_event',
  '#[event_listener',
  '#[event_handler',
  '#[event_consumer',
  '#[event_subscriber',
  '#[on_event',
  '#[subscribe',
  '#[domain_event_handler',
  '#[listens_to',
];

export const carrierNeedles = [
  'EventBus',
  'event_bus',
  'EventDispatcher',
  'event_dispatcher',
  'EventFacade',
  'EventEmitter',
  'EventPublisher',
  'fire_event!',
  'dispatch_event!',
  'register_listener!',
];
