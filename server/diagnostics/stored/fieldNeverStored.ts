/** A field of an event's class that none of its stored events has. */
import { bare } from '../../graph/spellings';
import { compareFields } from '../../graph/storedFields';
import { storedOf } from '../../graph/storedEvents';
import { spoken } from '../../graph/wording';
import { counted, type StoredDiagnostic } from './storedDiagnostic';

/** Fewer events say little of a field that need not be there. */
const enough = 3;

export const fieldNeverStored: StoredDiagnostic = {
  code: 'field-never-stored',
  title: 'Field of an event that is never stored',
  severity: 'information',
  enabledByDefault: true,
  check({ graph, stores, text }) {
    const stored = storedOf(graph, stores);
    return graph.events.flatMap((event) => {
      const { file } = event;
      if (file === undefined || event.external) return [];
      return stored.ofEvent(event.id).flatMap(({ store, fields, types }) => {
        const [one] = fields.filter(({ type }) => type === types[0].type);
        if (!one || one.sampled < enough) return [];
        const lines = (text(file) ?? '').split('\n');
        return (compareFields(event, one)?.never ?? []).flatMap((field) => {
          const { line, column = 1 } = field;
          // What a parent declares goes where the parent says: mostly into columns of its own.
          if (line === undefined || !lines[line - 1]?.includes(field.name)) return [];
          // One that all events of the store lack is kept apart from the payload.
          const everywhere = store.fields.some((other) =>
            other.fields.some(({ path }) => bare(path.replace(/^.*\./, '')) === bare(field.name)),
          );
          const others = graph.events.filter(
            (other) => other.id !== event.id && other.fields?.some(({ name }) => name === field.name),
          );
          if (!everywhere && others.length > 1) return [];
          return [
            {
              severity: 'information' as const,
              message: `${field.name} of ${spoken(event)} is never stored: none of ${counted(one.sampled)} looked at in ${store.name} has it`,
              place: { file, line, column },
              subject: `${event.id} ${field.name}`,
            },
          ];
        });
      });
    });
  },
};
