export class PlaceOrderCommand {
  constructor(
    readonly orderId: string,
    readonly skus: readonly string[],
  ) {}
}

export class ReserveStockCommand {
  constructor(
    readonly orderId: string,
    readonly skus: readonly string[],
  ) {}
}

export class ShipOrderCommand {
  constructor(readonly orderId: string) {}
}

export class CancelOrderCommand {
  constructor(
    readonly orderId: string,
    readonly reason: string,
  ) {}
}

export class RefundOrderCommand {
  constructor(readonly orderId: string) {}
}
