export class GetOrderQuery {
  constructor(readonly orderId: string) {}
}

export class ListOrdersQuery {}
