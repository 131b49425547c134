import { Injectable } from '@nestjs/common';
import { ofType, Saga, type ICommand } from '@nestjs/cqrs';
import { map, type Observable } from 'rxjs';

import { ReserveStockCommand, ShipOrderCommand } from './commands/order.commands';
import { OrderPlacedEvent, StockReservedEvent } from './events/order.events';

@Injectable()
export class OrdersSaga {
  @Saga()
  orderPlaced = (events$: Observable<unknown>): Observable<ICommand> =>
    events$.pipe(
      ofType(OrderPlacedEvent),
      map((event) => new ReserveStockCommand(event.orderId, event.skus)),
    );

  @Saga()
  stockReserved = (events$: Observable<unknown>): Observable<ICommand> =>
    events$.pipe(
      ofType(StockReservedEvent),
      map((event) => new ShipOrderCommand(event.orderId)),
    );
}
