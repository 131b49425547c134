/** `eventWiring/tooltip`: what a row's hover in the editor would say. */
import type { MarkdownAnswer, RowParams } from '../protocol';
import { aboutChannel, aboutCommand, aboutEvent, aboutJob, aboutListener } from './about';
import type { Feature, Snapshot } from './feature';
import { indexOf } from './treeSections';
import { startOf, type Step } from './treeIds';
import { heardBy } from './wires';

export const tooltip: Feature<RowParams, MarkdownAnswer | null> = {
  method: 'eventWiring/tooltip',
  answer(snapshots, { id }) {
    const { snapshot, steps } = startOf(snapshots, id);
    return snapshot ? about(snapshot, steps) : null;
  },
};

function about(snapshot: Snapshot, steps: readonly Step[]): MarkdownAnswer | null {
  const last = steps.at(-1);
  const index = indexOf(snapshot);
  switch (last?.kind) {
    case 'event': {
      const entry = index.event(last.key);
      return entry ? { title: entry.title, markdown: aboutEvent(snapshot, entry.id) } : null;
    }
    case 'listener': {
      const above = steps.at(-2);
      if (above?.kind === 'event') {
        const [handler] = last.key.split(' ');
        const listen = heardBy(snapshot.graph, above.key).listens.find((one) => one.handler === handler);
        return listen ? { title: handler ?? '', markdown: aboutListener(snapshot, [listen]) } : null;
      }
      const entry = index.listeners.find(({ key }) => key === last.key);
      return entry ? { title: entry.title, markdown: aboutListener(snapshot, entry.listens) } : null;
    }
    case 'work': {
      const entry = index.works.find(({ key }) => key === last.key);
      if (!entry) return null;
      const { title, work } = entry;
      return {
        title,
        markdown: work.kind === 'job' ? aboutJob(snapshot, work.job) : aboutCommand(snapshot, work.command),
      };
    }
    case 'channel': {
      const [channel] = index.channels.find(({ key }) => key === last.key)?.channels ?? [];
      return channel ? { title: channel.pattern, markdown: aboutChannel(snapshot, channel) } : null;
    }
    default:
      return null;
  }
}
