import { Injectable, Logger } from '@nestjs/common';
import { OnEvent } from '@nestjs/event-emitter';

import { CatalogEvents, type StockPayload } from '../shared/shop-events';

@Injectable()
export class StaffListener {
  private readonly logger = new Logger(StaffListener.name);

  @OnEvent(CatalogEvents.StockLow)
  reorder({ sku, left }: StockPayload): void {
    this.logger.warn(`Only ${left} of ${sku} left`);
  }

  @OnEvent('payment.*')
  book(): void {
    this.logger.log('A payment was tried');
  }

  @OnEvent('invoice.*')
  file(): void {
    this.logger.log('An invoice was written');
  }
}
