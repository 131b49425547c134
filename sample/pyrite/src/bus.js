import { matches } from './pattern.js';

const HISTORY = 1000;
const FIRST_RETRY = 100;

/** An in-process bus: handlers are told apart by pattern and kept away from each other's errors. */
export class EventBus {
  #handlers = [];
  #middleware = [];
  #history = [];
  #metrics = { published: 0, delivered: 0, errors: 0 };

  /** Answers with a function that unsubscribes. */
  on(pattern, handler, { priority = 0, async = true, retries = 0 } = {}) {
    const entry = { pattern, handler, priority, async, retries };
    this.#handlers.push(entry);
    this.#handlers.sort((a, b) => b.priority - a.priority);
    return () => this.off(pattern, handler);
  }

  off(pattern, handler) {
    this.#handlers = this.#handlers.filter((entry) => entry.pattern !== pattern || entry.handler !== handler);
  }

  /** A middleware may change the event, or cancel it with `null`. */
  use(middleware) {
    this.#middleware.push(middleware);
    return this;
  }

  async publish(event) {
    let current = event;
    for (const middleware of this.#middleware) {
      current = await middleware(current);
      if (current === null) return [];
    }
    this.#metrics.published += 1;
    this.#history = [...this.#history, current].slice(-HISTORY);

    const type = current.type ?? current.eventType;
    const handlers = this.#handlers.filter((entry) => matches(entry.pattern, type));
    return Promise.allSettled(handlers.map((entry) => this.#deliver(entry, current)));
  }

  async #deliver({ handler, retries }, event) {
    for (let attempt = 0; ; attempt += 1) {
      try {
        const result = await handler(event);
        this.#metrics.delivered += 1;
        return result;
      } catch (error) {
        this.#metrics.errors += 1;
        if (attempt >= retries) throw error;
        await new Promise((resolve) => setTimeout(resolve, FIRST_RETRY * 2 ** attempt));
      }
    }
  }

  get history() {
    return [...this.#history];
  }

  get metrics() {
    const { delivered, errors } = this.#metrics;
    return { ...this.#metrics, errorRate: errors / Math.max(1, delivered + errors) };
  }
}
