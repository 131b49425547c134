/** Exports of what a tab has selected: the extension asks where to, and writes it with progress. */
import type { JSX } from 'preact';
import type { ExportFormat, Filter } from '../../../server/stores/questions';
import { MenuButton } from '../controls';
import { usePanel } from '../state';

const formats: readonly (readonly [ExportFormat, string])[] = [
  ['jsonl', 'JSON Lines'],
  ['csv', 'CSV'],
  ['markdown', 'Markdown'],
];

export function ExportMenu(props: {
  /** What is exported: `This Stream`. */
  readonly what: string;
  readonly filter?: Filter;
  readonly keys?: readonly string[];
}): JSX.Element {
  const { tell } = usePanel();
  const { what, filter, keys } = props;
  return (
    <MenuButton
      icon="export"
      title={`Export ${what}…`}
      entries={() =>
        formats.map(([format, title]) => ({
          label: `Export ${what} as ${title}…`,
          run: () => tell({ kind: 'export', format, ...(filter ? { filter } : {}), ...(keys ? { keys } : {}) }),
        }))
      }
    />
  );
}
