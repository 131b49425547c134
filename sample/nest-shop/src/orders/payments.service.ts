import { Injectable } from '@nestjs/common';
import { EventEmitter2 } from '@nestjs/event-emitter';

import { ShopEvents, type PaymentPayload } from '../shared/shop-events';

@Injectable()
export class PaymentsService {
  constructor(private readonly eventEmitter: EventEmitter2) {}

  charge(orderId: string, cents: number): boolean {
    const payload: PaymentPayload = { orderId, cents };
    const accepted = cents > 0;
    if (accepted) {
      this.eventEmitter.emit(ShopEvents.PaymentSucceeded, payload);
    } else {
      this.eventEmitter.emit(ShopEvents.PaymentFailed, payload);
    }
    return accepted;
  }

  async giveUp(orderId: string): Promise<void> {
    await this.eventEmitter.emitAsync(ShopEvents.CartAbandoned, { orderId, cents: 0 } satisfies PaymentPayload);
  }
}
