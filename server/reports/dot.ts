/** The map as a Graphviz graph. */
import { drawingOf, type Box } from './arrows';
import { plain } from './ink';
import type { MapOptions, Report } from './report';

const shapes: Readonly<Record<Box['kind'], string>> = {
  event: 'shape=ellipse, style=filled, fillcolor="#dbeafe"',
  code: 'shape=box',
  job: 'shape=box3d',
  command: 'shape=hexagon',
  model: 'shape=cylinder',
  channel: 'shape=cds',
};

export const dot: Report<MapOptions> = {
  id: 'dot',
  title: 'Graphviz DOT',
  print({ graph }) {
    const { boxes, arrows } = drawingOf(graph);
    const lines = ['digraph "event wiring" {', '  rankdir=LR;', '  node [fontname="sans-serif"];'];
    for (const { id, kind, label, place } of boxes) {
      const tip = place ? `, tooltip="${escaped(`${place.file}:${place.line}:${place.column}`)}"` : '';
      lines.push(`  ${id} [label="${escaped(label)}", ${shapes[kind]}${tip}];`);
    }
    for (const { from, to, label, dashed } of arrows) {
      const attributes = [...(label ? [`label="${escaped(label)}"`] : []), ...(dashed ? ['style=dashed'] : [])];
      lines.push(`  ${from} -> ${to}${attributes.length ? ` [${attributes.join(', ')}]` : ''};`);
    }
    return `${[...lines, '}'].join('\n')}\n`;
  },
};

function escaped(label: string): string {
  return plain(label).replace(/[\\"]/g, '\\$&');
}
