import { CommandHandler, EventPublisher, type ICommandHandler } from '@nestjs/cqrs';

import { OrderRepository } from '../../order.repository';
import { ShipOrderCommand } from '../order.commands';

@CommandHandler(ShipOrderCommand)
export class ShipOrderHandler implements ICommandHandler<ShipOrderCommand> {
  constructor(
    private readonly orders: OrderRepository,
    private readonly publisher: EventPublisher,
  ) {}

  async execute({ orderId }: ShipOrderCommand): Promise<void> {
    const order = this.publisher.mergeObjectContext(this.orders.find(orderId));
    order.ship();
    order.commit();
  }
}
