import { WebSocketServer } from 'ws';

import { EventTypes } from './events/types.js';

/** Shows what changed to every browser that is connected. */
export class LiveView {
  #sockets = new Set();

  /** @param {import('./bus.js').EventBus} bus */
  constructor(bus) {
    this.bus = bus;
  }

  listen(port) {
    new WebSocketServer({ port }).on('connection', (socket) => {
      this.#sockets.add(socket);
      void this.bus.publish({ type: EventTypes.WebSocketConnected, timestamp: Date.now(), clients: this.#sockets.size });
    });
  }

  show(event) {
    for (const socket of this.#sockets) socket.send(JSON.stringify(event));
  }
}
