/** `eventWiring/chain`: what an event sets off in turn, drawn and as text. */
import { around } from '../graph/select';
import { traceOf } from '../graph/trace';
import { linksOf } from '../graph/links';
import type { ChainParams, MarkdownAnswer } from '../protocol';
import { tree } from '../reports/chains';
import { inkFor } from '../reports/ink';
import { mermaid } from '../reports/mermaid';
import type { Feature } from './feature';
import { escaped, fenced, linked } from './markdown';
import { eventNamed, titleOf } from './wires';

const look = { folder: '', prefix: '', milliseconds: 0, color: false, version: '', docs: '' };

export const chain: Feature<ChainParams, MarkdownAnswer | null> = {
  method: 'eventWiring/chain',
  answer(snapshots, { eventId }) {
    const snapshot = snapshots.find(({ graph }) => {
      const links = linksOf(graph);
      return links.event(eventId) ?? links.dispatchesOf(eventId)[0] ?? links.listensOf(eventId)[0];
    });
    if (!snapshot) return null;
    const { graph } = snapshot;
    const { name, node } = eventNamed(graph, eventId);
    const title = titleOf({ id: eventId, name, ...(node && { kind: node.kind }) });
    const lines = tree({ kind: 'event', id: eventId, name }, traceOf(graph), inkFor(look), {
      onlyFiring: false,
      depth: 12,
    });
    const part = around(graph, [{ id: eventId, name, ...(node && { node }) }]);
    const checked = {
      graph: part,
      findings: [],
      suppressed: 0,
      baselined: 0,
      unusedSuppressions: [],
      staleBaseline: [],
      problems: [],
    };
    const markdown = [
      `# ${escaped(title)}`,
      lines.length ? linked(snapshot, `${title}\n${lines.join('\n')}`) : 'Nobody hears it, so nothing follows.',
      fenced(mermaid.print(checked, look), 'mermaid'),
    ].join('\n\n');
    return { title, markdown: `${markdown}\n` };
  },
};
