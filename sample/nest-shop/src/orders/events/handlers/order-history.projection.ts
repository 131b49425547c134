import { EventsHandler, type IEventHandler } from '@nestjs/cqrs';

import { OrderCancelledEvent, OrderPlacedEvent, OrderShippedEvent } from '../order.events';

type OrderEvent = OrderPlacedEvent | OrderShippedEvent | OrderCancelledEvent;

/** Read model: what happened to every order, in order. */
@EventsHandler(OrderPlacedEvent, OrderShippedEvent, OrderCancelledEvent)
export class OrderHistoryProjection implements IEventHandler<OrderEvent> {
  private readonly history = new Map<string, string[]>();

  handle(event: OrderEvent): void {
    this.history.set(event.orderId, [...(this.history.get(event.orderId) ?? []), event.constructor.name]);
  }
}
