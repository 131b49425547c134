import { AggregateRoot } from '@nestjs/cqrs';

import { OrderCancelledEvent, OrderPlacedEvent, OrderShippedEvent } from './events/order.events';

export class Order extends AggregateRoot {
  private status: 'new' | 'placed' | 'shipped' | 'cancelled' = 'new';

  constructor(readonly id: string) {
    super();
  }

  place(skus: readonly string[]): void {
    this.apply(new OrderPlacedEvent(this.id, skus));
    this.status = 'placed';
  }

  ship(): void {
    if (this.status !== 'placed') throw new Error(`Order ${this.id} is ${this.status}`);
    this.apply(new OrderShippedEvent(this.id, new Date()));
    this.status = 'shipped';
  }

  cancel(reason: string): void {
    if (this.status === 'shipped') throw new Error(`Order ${this.id} is already on its way`);
    this.apply(new OrderCancelledEvent(this.id, reason));
    this.status = 'cancelled';
  }
}
