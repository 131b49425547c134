/** @nestjs/event-emitter: methods registered by decorator on the application's one EventEmitter2. */
import type { JavaScriptFramework } from './javascriptFramework';

export const nestEvents: JavaScriptFramework = {
  id: 'nestEvents',
  title: 'NestJS event emitter',
  packages: ['@nestjs/event-emitter'],
  needles: ['OnEvent', '@nestjs/event-emitter'],
  pattern: String.raw`OnEvent\b|@nestjs/event-emitter`,
  emitters: [{ module: '@nestjs/event-emitter', names: ['EventEmitter2'], wildcards: true, shared: true }],
  dispatches: { emit: {}, emitAsync: {} },
  listens: { on: {}, once: { once: true }, addListener: {}, onAny: { any: true } },
  decorators: [{ module: '@nestjs/event-emitter', name: 'OnEvent', role: 'listen' }],
};
