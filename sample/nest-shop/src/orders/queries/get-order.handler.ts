import { QueryHandler, type IQueryHandler } from '@nestjs/cqrs';

import type { Order } from '../order.aggregate';
import { OrderRepository } from '../order.repository';
import { GetOrderQuery } from './order.queries';

@QueryHandler(GetOrderQuery)
export class GetOrderHandler implements IQueryHandler<GetOrderQuery> {
  constructor(private readonly orders: OrderRepository) {}

  async execute(query: GetOrderQuery): Promise<Order> {
    return this.orders.find(query.orderId);
  }
}
