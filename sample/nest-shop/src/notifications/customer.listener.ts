import { Injectable, Logger } from '@nestjs/common';
import { OnEvent } from '@nestjs/event-emitter';

import { ShopEvents, type PaymentPayload } from '../shared/shop-events';

@Injectable()
export class CustomerListener {
  private readonly logger = new Logger(CustomerListener.name);

  @OnEvent(ShopEvents.PaymentSucceeded, { async: true })
  thank({ orderId, cents }: PaymentPayload): void {
    this.logger.log(`Thank you for ${cents / 100} € (order ${orderId})`);
  }

  @OnEvent(ShopEvents.PaymentFailed)
  @OnEvent(ShopEvents.CartAbandoned)
  askAgain({ orderId }: PaymentPayload): void {
    this.logger.log(`Your order ${orderId} is waiting for you`);
  }

  @OnEvent('payment.succeded')
  remember({ orderId }: PaymentPayload): void {
    this.logger.log(`Order ${orderId} counts for the bonus programme`);
  }
}
