import { QueryHandler, type IQueryHandler } from '@nestjs/cqrs';

import type { Order } from '../order.aggregate';
import { OrderRepository } from '../order.repository';
import { ListOrdersQuery } from './order.queries';

@QueryHandler(ListOrdersQuery)
export class ListOrdersHandler implements IQueryHandler<ListOrdersQuery> {
  constructor(private readonly orders: OrderRepository) {}

  async execute(): Promise<readonly Order[]> {
    return this.orders.all();
  }
}
