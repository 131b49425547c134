/** The map as a Mermaid flowchart, for Markdown pages. */
import { drawingOf, type Box } from './arrows';
import { plain } from './ink';
import type { MapOptions, Report } from './report';

const shapes: Readonly<Record<Box['kind'], readonly [string, string]>> = {
  event: ['([', '])'],
  code: ['[', ']'],
  job: ['[[', ']]'],
  command: ['{{', '}}'],
  model: ['[(', ')]'],
  channel: ['>', ']'],
};

/** What Mermaid draws unless the page raises its limit. */
const maximumArrows = 500;

export const mermaid: Report<MapOptions> = {
  id: 'mermaid',
  title: 'Mermaid flowchart',
  print({ graph }) {
    const { boxes, arrows } = drawingOf(graph);
    const lines = ['flowchart LR'];
    if (arrows.length > maximumArrows)
      lines.push(
        `  %% ${arrows.length} arrows, and Mermaid draws ${maximumArrows}: raise maxEdges, or cut the map down with --event`,
      );
    for (const { id, kind, label } of boxes)
      lines.push(`  ${id}${shapes[kind][0]}"${escaped(label)}"${shapes[kind][1]}`);
    for (const { from, to, label, dashed } of arrows)
      lines.push(`  ${from} ${dashed ? '-.->' : '-->'}${label ? `|"${escaped(label)}"|` : ''} ${to}`);
    lines.push('  classDef event fill:#dbeafe,stroke:#1d4ed8,color:#111827');
    const events = boxes.filter(({ kind }) => kind === 'event').map(({ id }) => id);
    if (events.length) lines.push(`  class ${events.join(',')} event`);
    return `${lines.join('\n')}\n`;
  },
};

/** Mermaid knows entities with # in place of &; a backslash before n would break the line. */
function escaped(label: string): string {
  return plain(label).replace(/[#"<>&\\`|{}[\]()]/g, (character) => `#${character.charCodeAt(0)};`);
}
