import { Module } from '@nestjs/common';
import { CqrsModule } from '@nestjs/cqrs';

import { ArchiveCancelledOrderHandler } from './commands/handlers/archive-cancelled-order.handler';
import { CancelOrderHandler } from './commands/handlers/cancel-order.handler';
import { PlaceOrderHandler } from './commands/handlers/place-order.handler';
import { ReserveStockHandler } from './commands/handlers/reserve-stock.handler';
import { ShipOrderHandler } from './commands/handlers/ship-order.handler';
import { OrderHistoryProjection } from './events/handlers/order-history.projection';
import { SendOrderConfirmationHandler } from './events/handlers/send-order-confirmation.handler';
import { OrderRepository } from './order.repository';
import { OrdersController } from './orders.controller';
import { OrdersSaga } from './orders.saga';
import { PaymentsService } from './payments.service';
import { GetOrderHandler } from './queries/get-order.handler';
import { ListOrdersHandler } from './queries/list-orders.handler';

@Module({
  imports: [CqrsModule],
  controllers: [OrdersController],
  providers: [
    OrderRepository,
    OrdersSaga,
    PaymentsService,
    PlaceOrderHandler,
    ReserveStockHandler,
    ShipOrderHandler,
    CancelOrderHandler,
    ArchiveCancelledOrderHandler,
    GetOrderHandler,
    ListOrdersHandler,
    OrderHistoryProjection,
    SendOrderConfirmationHandler,
  ],
})
export class OrdersModule {}
