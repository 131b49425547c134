import { Injectable } from '@nestjs/common';
import { EventEmitter2 } from '@nestjs/event-emitter';

import { CatalogEvents, type StockPayload } from '../shared/shop-events';

@Injectable()
export class CatalogService {
  private readonly prices = new Map<string, number>();
  private readonly stock = new Map<string, number>();

  constructor(private readonly events: EventEmitter2) {}

  setPrice(sku: string, cents: number): void {
    this.prices.set(sku, cents);
    this.events.emit(CatalogEvents.PriceChanged, { sku, cents });
  }

  take(sku: string, count: number): void {
    const left = (this.stock.get(sku) ?? 0) - count;
    this.stock.set(sku, left);
    if (left < 5) this.events.emit(CatalogEvents.StockLow, { sku, left } satisfies StockPayload);
  }
}
