import { Injectable } from '@nestjs/common';
import { OnEvent } from '@nestjs/event-emitter';

import { CatalogEvents } from '../shared/shop-events';

@Injectable()
export class PriceCacheListener {
  private readonly cache = new Map<string, number>();

  @OnEvent(CatalogEvents.PriceChanged)
  remember(price: { readonly sku: string; readonly cents: number }): void {
    this.cache.set(price.sku, price.cents);
  }

  @OnEvent('catalog.**')
  trim(): void {
    if (this.cache.size > 10_000) this.cache.clear();
  }
}
