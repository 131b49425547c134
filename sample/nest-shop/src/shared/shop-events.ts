/** Names of what is told over the event emitter; dots separate the parts a wildcard can stand for. */
export const ShopEvents = {
  PaymentSucceeded: 'payment.succeeded',
  PaymentFailed: 'payment.failed',
  CartAbandoned: 'cart.abandoned',
} as const;

export enum CatalogEvents {
  PriceChanged = 'catalog.price.changed',
  StockLow = 'catalog.stock.low',
}

export interface PaymentPayload {
  readonly orderId: string;
  readonly cents: number;
}

export interface StockPayload {
  readonly sku: string;
  readonly left: number;
}
