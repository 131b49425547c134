/** Names of what carries events, and of what carries other things. */
import { lastSegment } from '../../languages/rust/inferred';
import type { CallSite } from './contract';
import { dispatcherName, dispatcherType } from './verbs';

const eventCarrier =
  /(Event\w*(Bus|Dispatcher|Emitter|Publisher|Manager|Hub|Broker|Facade|System|Registry|Queue|Sender|Broadcaster|Loop)|EventBus|EventFacade)\w*$|^(event_bus|event_dispatcher|event_publisher|event_emitter|events_bus|event_manager)$/;

const otherCarrier = /Command|Query|Job|Task|Mail|Request|Redis|Kafka|Nats|Mqtt|Amqp|Http/;

export function isCarrier(name: string): boolean {
  return eventCarrier.test(name) && !otherCarrier.test(name);
}

export function isDispatcher(name: string): boolean {
  return (dispatcherName.test(name) || isCarrier(name)) && !otherCarrier.test(name);
}

export function insideDispatcher(site: CallSite): boolean {
  const type = site.context.impl?.type;
  return site.context.trait !== undefined || (type?.kind === 'path' && dispatcherType.test(lastSegment(type.path)));
}
