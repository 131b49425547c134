export class OrderPlacedEvent {
  constructor(
    readonly orderId: string,
    readonly skus: readonly string[],
  ) {}
}

export class StockReservedEvent {
  constructor(readonly orderId: string) {}
}

export class OrderShippedEvent {
  constructor(
    readonly orderId: string,
    readonly at: Date,
  ) {}
}

export class OrderCancelledEvent {
  constructor(
    readonly orderId: string,
    readonly reason: string,
  ) {}
}
