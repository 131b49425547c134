import { CommandHandler, EventPublisher, type ICommandHandler } from '@nestjs/cqrs';

import { OrderRepository } from '../../order.repository';
import { CancelOrderCommand } from '../order.commands';

@CommandHandler(CancelOrderCommand)
export class CancelOrderHandler implements ICommandHandler<CancelOrderCommand> {
  constructor(
    private readonly orders: OrderRepository,
    private readonly publisher: EventPublisher,
  ) {}

  async execute({ orderId, reason }: CancelOrderCommand): Promise<void> {
    const order = this.publisher.mergeObjectContext(this.orders.find(orderId));
    order.cancel(reason);
    order.commit();
  }
}
