import {
  progressUpdated,
  workEffortCompleted,
  workEffortFailed,
  workEffortRenamed,
  workEffortStarted,
  workEffortUpdated,
} from './events/domain.js';
import { fold } from './work-effort.js';

export class CommandRejected extends Error {}

/** Commands may be refused; what they decide is stored first and published afterwards. */
export class WorkEffortCommands {
  /**
   * @param {import('./bus.js').EventBus} bus
   * @param {import('./store.js').EventStore} store
   */
  constructor(bus, store) {
    this.bus = bus;
    this.store = store;
  }

  async start(id, { title, owner }) {
    const { version } = this.#load(id, 'new');
    await this.#commit(id, version, workEffortStarted(id, { title, owner }));
  }

  async progress(id, to) {
    const { state, version } = this.#load(id, 'active');
    if (to <= state.progress) throw new CommandRejected(`${id} is already at ${state.progress} %`);
    await this.#commit(id, version, progressUpdated(id, state.progress, to));
  }

  async rename(id, title) {
    const { version } = this.#load(id, 'active');
    await this.#commit(id, version, workEffortRenamed(id, title));
  }

  async describe(id, changes) {
    const { version } = this.#load(id, 'active');
    await this.#commit(id, version, workEffortUpdated(id, changes));
  }

  async complete(id) {
    const { state, version } = this.#load(id, 'active');
    await this.#commit(id, version, workEffortCompleted(id, state.startedAt));
  }

  async fail(id, reason) {
    const { version } = this.#load(id, 'active');
    await this.#commit(id, version, workEffortFailed(id, reason));
  }

  #load(id, status) {
    const events = this.store.read(id);
    const state = fold(events);
    if (state.status !== status) throw new CommandRejected(`${id} is ${state.status}`);
    return { state, version: events.length };
  }

  async #commit(id, version, event) {
    this.store.append(id, [event], version);
    await this.bus.publish(event);
  }
}
