import { Logger } from '@nestjs/common';
import { EventsHandler, type IEventHandler } from '@nestjs/cqrs';

import { OrderPlacedEvent } from '../order.events';

@EventsHandler(OrderPlacedEvent)
export class SendOrderConfirmationHandler implements IEventHandler<OrderPlacedEvent> {
  private readonly logger = new Logger(SendOrderConfirmationHandler.name);

  handle(event: OrderPlacedEvent): void {
    this.logger.log(`Order ${event.orderId} with ${event.skus.length} articles is confirmed`);
  }
}
