import { CommandHandler, type ICommandHandler } from '@nestjs/cqrs';

import { CancelOrderCommand } from '../order.commands';

@CommandHandler(CancelOrderCommand)
export class ArchiveCancelledOrderHandler implements ICommandHandler<CancelOrderCommand> {
  private readonly archive: string[] = [];

  async execute({ orderId, reason }: CancelOrderCommand): Promise<void> {
    this.archive.push(`${orderId}: ${reason}`);
  }
}
