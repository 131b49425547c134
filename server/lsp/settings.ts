/** Reads the section `eventWiring` of an editor's settings: whatever is missing or of another shape is as by default. */
import { defaultEditorSettings, type EditorSettings } from '../protocol';

export function editorSettings(json: unknown): EditorSettings {
  const { codeLens, diagnostics, inspector, showExternal, buses, commandLinks } = record(json);
  const lens = record(codeLens);
  const standard = defaultEditorSettings;
  return {
    codeLens: {
      events: flag(lens['events'], standard.codeLens.events),
      dispatches: flag(lens['dispatches'], standard.codeLens.dispatches),
      listeners: flag(lens['listeners'], standard.codeLens.listeners),
      projections: flag(lens['projections'], standard.codeLens.projections),
      stored: flag(lens['stored'], standard.codeLens.stored),
    },
    diagnostics: {
      enabled: flag(record(diagnostics)['enabled'], standard.diagnostics.enabled),
      stored: flag(record(diagnostics)['stored'], standard.diagnostics.stored),
    },
    inspector: { mask: texts(record(inspector)['mask'], standard.inspector.mask) },
    showExternal: flag(showExternal, standard.showExternal),
    buses: Array.isArray(buses) ? buses : standard.buses,
    ...(commandLinks === true && { commandLinks }),
  };
}

const flag = (value: unknown, standard: boolean): boolean => (typeof value === 'boolean' ? value : standard);

const texts = (value: unknown, standard: readonly string[]): readonly string[] =>
  Array.isArray(value) ? value.filter((one): one is string => typeof one === 'string') : standard;

const record = (value: unknown): Readonly<Record<string, unknown>> =>
  typeof value === 'object' && value !== null ? (value as Readonly<Record<string, unknown>>) : {};
