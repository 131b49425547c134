import { CommandHandler, EventBus, type ICommandHandler } from '@nestjs/cqrs';

import { StockReservedEvent } from '../../events/order.events';
import { ReserveStockCommand } from '../order.commands';

@CommandHandler(ReserveStockCommand)
export class ReserveStockHandler implements ICommandHandler<ReserveStockCommand> {
  private readonly reserved = new Map<string, readonly string[]>();

  constructor(private readonly eventBus: EventBus) {}

  async execute({ orderId, skus }: ReserveStockCommand): Promise<void> {
    this.reserved.set(orderId, skus);
    this.eventBus.publish(new StockReservedEvent(orderId));
  }
}
