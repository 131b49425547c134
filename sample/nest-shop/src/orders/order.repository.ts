import { Injectable, NotFoundException } from '@nestjs/common';

import { Order } from './order.aggregate';

@Injectable()
export class OrderRepository {
  private readonly orders = new Map<string, Order>();

  find(id: string): Order {
    const order = this.orders.get(id);
    if (!order) throw new NotFoundException(`No order ${id}`);
    return order;
  }

  create(id: string): Order {
    const order = new Order(id);
    this.orders.set(id, order);
    return order;
  }

  all(): readonly Order[] {
    return [...this.orders.values()];
  }
}
