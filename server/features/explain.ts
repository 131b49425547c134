/** `eventWiring/explain`: all about a name, from the first folder that knows it. */
import { explain as explainName } from '../reports/explanation';
import type { ExplainParams, MarkdownAnswer } from '../protocol';
import type { Feature } from './feature';
import { code, escaped, linked } from './markdown';

const look = { folder: '', prefix: '', milliseconds: 0, color: false, version: '', docs: '' };

export const explain: Feature<ExplainParams, MarkdownAnswer | null> = {
  method: 'eventWiring/explain',
  answer(snapshots, { name }) {
    const near: string[] = [];
    for (const snapshot of snapshots) {
      const explanation = explainName(snapshot.checked(), name, look);
      if (explanation.kind === 'text')
        return { title: name, markdown: `# ${escaped(name)}\n\n${linked(snapshot, explanation.text)}\n` };
      near.push(...explanation.near);
    }
    if (!snapshots.length) return null;
    const hint = near.length ? ` Did you mean ${near.slice(0, 3).map(code).join(', ')}?` : '';
    return { title: name, markdown: `Nothing here is named ${code(name)}.${hint}\n` };
  },
};
