import { CommandHandler, EventPublisher, type ICommandHandler } from '@nestjs/cqrs';

import { OrderRepository } from '../../order.repository';
import { PlaceOrderCommand } from '../order.commands';

@CommandHandler(PlaceOrderCommand)
export class PlaceOrderHandler implements ICommandHandler<PlaceOrderCommand> {
  constructor(
    private readonly orders: OrderRepository,
    private readonly publisher: EventPublisher,
  ) {}

  async execute(command: PlaceOrderCommand): Promise<string> {
    const order = this.publisher.mergeObjectContext(this.orders.create(command.orderId));
    order.place(command.skus);
    order.commit();
    return order.id;
  }
}
