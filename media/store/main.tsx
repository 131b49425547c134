/** The panel of a store: wires the page to the extension and draws. Everything else is a component's. */
import { render } from 'preact';
import { createAsk } from './ask';
import type { ToExtension, ToPanel } from './messages';
import { Shell } from './shell';
import { createStore, kept, PanelContext, type Panel } from './state';

declare function acquireVsCodeApi(): { postMessage(message: ToExtension): void };

const api = acquireVsCodeApi();
const tell = (message: ToExtension): void => api.postMessage(message);
const store = createStore();
const panel: Panel = { store, ask: createAsk(tell), tell };

window.addEventListener('message', ({ data }: MessageEvent<ToPanel>) => {
  if (!panel.ask.receive(data)) store.receive(data);
});

let saved = '';
let timer: number | undefined;
store.subscribe(() => {
  if (store.get().phase.kind !== 'open') return;
  clearTimeout(timer);
  timer = setTimeout(() => {
    const state = kept(store.get());
    const text = JSON.stringify(state);
    if (text !== saved) tell({ kind: 'state', state });
    saved = text;
  }, 200);
});

render(
  <PanelContext.Provider value={panel}>
    <Shell />
  </PanelContext.Provider>,
  document.body,
);
tell({ kind: 'ready' });
