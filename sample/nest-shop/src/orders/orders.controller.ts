import { Body, Controller, Delete, Get, Param, Post } from '@nestjs/common';
import { CommandBus, QueryBus } from '@nestjs/cqrs';

import { CancelOrderCommand, PlaceOrderCommand, RefundOrderCommand, ShipOrderCommand } from './commands/order.commands';
import { PaymentsService } from './payments.service';
import { GetOrderQuery, ListOrdersQuery } from './queries/order.queries';

@Controller('orders')
export class OrdersController {
  constructor(
    private readonly commandBus: CommandBus,
    private readonly queryBus: QueryBus,
    private readonly payments: PaymentsService,
  ) {}

  @Get()
  list() {
    return this.queryBus.execute(new ListOrdersQuery());
  }

  @Get(':id')
  get(@Param('id') id: string) {
    return this.queryBus.execute(new GetOrderQuery(id));
  }

  @Post()
  place(@Body() body: { readonly id: string; readonly skus: readonly string[] }) {
    return this.commandBus.execute(new PlaceOrderCommand(body.id, body.skus));
  }

  @Post(':id/payment')
  pay(@Param('id') id: string, @Body() body: { readonly cents: number }) {
    return this.payments.charge(id, body.cents);
  }

  @Post(':id/shipment')
  ship(@Param('id') id: string) {
    return this.commandBus.execute(new ShipOrderCommand(id));
  }

  @Post(':id/refund')
  refund(@Param('id') id: string) {
    return this.commandBus.execute(new RefundOrderCommand(id));
  }

  @Delete(':id')
  cancel(@Param('id') id: string) {
    return this.commandBus.execute(new CancelOrderCommand(id, 'by the customer'));
  }
}
