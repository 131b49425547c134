/** @nestjs/cqrs: event, command and query buses, handlers by decorator, sagas, aggregates that record. */
import type { JavaScriptFramework } from './javascriptFramework';

export const nestCqrs: JavaScriptFramework = {
  id: 'nestCqrs',
  title: 'NestJS CQRS',
  packages: ['@nestjs/cqrs'],
  needles: ['@nestjs/cqrs', 'EventsHandler', 'CommandHandler', 'QueryHandler', 'Saga', 'ofType', 'AggregateRoot'],
  pattern: String.raw`@nestjs/cqrs|EventsHandler\b|CommandHandler\b|QueryHandler\b|AggregateRoot\b|@Saga\b|\bofType\s*[(<]`,
  emitters: [
    { module: '@nestjs/cqrs', names: ['EventBus', 'EventPublisher', 'IEventBus', 'IEventPublisher'], shared: true },
    { module: '@nestjs/cqrs', names: ['AggregateRoot'], onlyExtended: true },
  ],
  dispatches: { publish: {}, publishAll: {} },
  listens: { ofType: {}, subscribe: {} },
  decorators: [
    { module: '@nestjs/cqrs', name: 'EventsHandler', role: 'eventsHandler' },
    { module: '@nestjs/cqrs', name: 'CommandHandler', role: 'commandHandler' },
    { module: '@nestjs/cqrs', name: 'QueryHandler', role: 'queryHandler' },
    { module: '@nestjs/cqrs', name: 'Saga', role: 'saga' },
  ],
};
