/** A payload field that is stored, and that the class does not have any more. */
import { bare } from '../../graph/spellings';
import { compareFields, lastOf } from '../../graph/storedFields';
import { storedOf } from '../../graph/storedEvents';
import { spoken } from '../../graph/wording';
import { counted, type Connected, type StoredDiagnostic } from './storedDiagnostic';

export const storedFieldGone: StoredDiagnostic = {
  code: 'stored-field-gone',
  title: 'Stored field that the class does not have',
  severity: 'information',
  enabledByDefault: true,
  check(connected) {
    const { graph, stores } = connected;
    const stored = storedOf(graph, stores);
    return graph.events.flatMap((event) => {
      const { file, line, column = 1 } = event;
      if (file === undefined || line === undefined || event.external) return [];
      return stored.ofEvent(event.id).flatMap(({ store, fields }) =>
        fields.flatMap((one) =>
          (compareFields(event, one)?.gone ?? []).flatMap((field) => {
            const name = lastOf(field.path);
            // What the class or its parents write under another name is named there.
            if (isNamed(name, [file, ...parentFiles(connected, event.parents ?? [])], connected)) return [];
            return [
              {
                severity: 'information' as const,
                message: `${name} is stored, but ${spoken(event)} has no such field (in ${field.events.toLocaleString('en-US')} of ${counted(one.sampled)} looked at in ${store.name})`,
                place: { file, line, column },
                subject: `${event.id} ${name}`,
              },
            ];
          }),
        ),
      );
    });
  },
};

const parentFiles = ({ graph }: Connected, parents: readonly { readonly id: string }[]): readonly string[] => {
  const ids = new Set(parents.map(({ id }) => id));
  return ids.size ? graph.events.flatMap(({ id, file }) => (ids.has(id) && file !== undefined ? [file] : [])) : [];
};

/** As a word of its own or between quotes, in any case and with any separators. */
function isNamed(name: string, files: readonly string[], { text }: Connected): boolean {
  const wanted = bare(name);
  return files.some((file) =>
    [...(text(file) ?? '').matchAll(/[\p{L}_$][\p{L}\p{N}_$-]*/gu)].some(([word]) => bare(word) === wanted),
  );
}
