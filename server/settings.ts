/** The workspace's settings, from `.event-wiring.json`: checked once, so that everyone else may trust them. */
import type { Bus, BusCall } from './graph/bus';
import type { Severity } from './diagnostics/diagnostic';
import { readStores, type StoreMapping } from './stores/mappingFile';

export const settingsFile = '.event-wiring.json';

export interface Settings {
  readonly buses: readonly Bus[];
  /** Patterns in the syntax of .gitignore. */
  readonly exclude: readonly string[];
  /** Severity by diagnostic code; `off` switches it off, anything else switches it on. */
  readonly diagnostics: Readonly<Record<string, Severity | 'off'>>;
  /** Path of the baseline file, relative to the workspace. */
  readonly baseline?: string;
  /** Event stores whose tables no layout knows. */
  readonly stores?: readonly StoreMapping[];
  /** Keys whose values stores never show. */
  readonly mask?: readonly string[];
  /** What happened, by stored type, with fields of the payload in braces: `{price.amount} on {platform}`. */
  readonly sentences?: Readonly<Record<string, string>>;
}

export const defaultSettings: Settings = { buses: [], exclude: [], diagnostics: {} };

/** What the file says, and one sentence for each thing in it that cannot be used. */
export function readSettings(text: string): { readonly settings: Settings; readonly problems: readonly string[] } {
  let json: unknown;
  try {
    json = JSON.parse(text.replace(/^\uFEFF/, ''));
  } catch (error) {
    return {
      settings: defaultSettings,
      problems: [`It is not valid JSON: ${error instanceof Error ? error.message : ''}`],
    };
  }
  const problems: string[] = [];
  if (!isRecord(json)) return { settings: defaultSettings, problems: ['It must hold one JSON object.'] };
  for (const key of Object.keys(json))
    if (!['$schema', 'buses', 'exclude', 'diagnostics', 'baseline', 'stores', 'mask', 'sentences'].includes(key))
      problems.push(`"${key}" is not a setting.`);
  const { buses = [], exclude = [], diagnostics = {}, baseline, stores, mask, sentences } = json;
  if (!Array.isArray(buses)) problems.push('"buses" must be a list.');
  if (!isStrings(exclude)) problems.push('"exclude" must be a list of patterns.');
  if (!isRecord(diagnostics)) problems.push('"diagnostics" must be an object of severities by code.');
  if (baseline !== undefined && typeof baseline !== 'string') problems.push('"baseline" must be a path.');
  if (mask !== undefined && !isStrings(mask)) problems.push('"mask" must be a list of keys.');
  const mapped = readStores(stores, problems);
  if (sentences !== undefined && !(isRecord(sentences) && isStrings(Object.values(sentences))))
    problems.push('"sentences" must be an object of sentences by stored type.');
  const told = isRecord(sentences)
    ? Object.fromEntries(
        Object.entries(sentences).filter((entry): entry is [string, string] => typeof entry[1] === 'string'),
      )
    : {};
  const severities = isRecord(diagnostics) ? Object.entries(diagnostics) : [];
  for (const [code, severity] of severities)
    if (!isSeverity(severity))
      problems.push(`"diagnostics.${code}" must be "off", "hint", "information", "warning" or "error".`);
  return {
    settings: {
      buses: Array.isArray(buses) ? buses.flatMap((bus, index) => readBus(bus, `buses[${index}]`, problems)) : [],
      exclude: isStrings(exclude) ? exclude : [],
      diagnostics: Object.fromEntries(
        severities.filter((entry): entry is [string, Severity | 'off'] => isSeverity(entry[1])),
      ),
      ...(typeof baseline === 'string' && { baseline }),
      ...(mapped.length && { stores: mapped }),
      ...(isStrings(mask) && { mask }),
      ...(Object.keys(told).length && { sentences: told }),
    },
    problems,
  };
}

function readBus(json: unknown, where: string, problems: string[]): Bus[] {
  if (!isRecord(json) || typeof json['name'] !== 'string' || json['name'] === '') {
    problems.push(`"${where}" needs a "name".`);
    return [];
  }
  const known = ['typescript', 'javascript', 'php', 'rust'] as const;
  const languages = json['languages'];
  if (
    languages !== undefined &&
    !(isStrings(languages) && languages.every((name) => known.some((one) => one === name)))
  ) {
    problems.push(`"${where}.languages" may name typescript, javascript, php and rust.`);
    return [];
  }
  const dispatch = readCalls(json['dispatch'], `${where}.dispatch`, problems);
  const listen = readCalls(json['listen'], `${where}.listen`, problems);
  if (!dispatch.length && !listen.length) problems.push(`"${where}" names no call that dispatches or listens.`);
  const chosen = known.filter((name) => isStrings(languages) && languages.includes(name));
  return [{ name: json['name'], dispatch, listen, ...(chosen.length && { languages: chosen }) }];
}

function readCalls(json: unknown, where: string, problems: string[]): BusCall[] {
  if (json === undefined) return [];
  if (!Array.isArray(json)) {
    problems.push(`"${where}" must be a list of calls.`);
    return [];
  }
  return json.flatMap((entry: unknown, index): BusCall[] => {
    const at = `${where}[${index}]`;
    if (!isRecord(entry) || typeof entry['call'] !== 'string' || !/^[\p{L}_$][\p{L}\p{N}_$]*$/u.test(entry['call'])) {
      problems.push(`"${at}" needs "call", the bare name of a function or method.`);
      return [];
    }
    const { call, on, event, handler } = entry;
    if (on !== undefined && typeof on !== 'string') problems.push(`"${at}.on" must be a name.`);
    if (event !== undefined && event !== 'type' && !isIndex(event))
      problems.push(`"${at}.event" must be an index from 0, or "type".`);
    if (handler !== undefined && !isIndex(handler)) problems.push(`"${at}.handler" must be an index from 0.`);
    return [
      {
        call,
        ...(typeof on === 'string' && { on }),
        ...((event === 'type' || isIndex(event)) && { event }),
        ...(isIndex(handler) && { handler }),
      },
    ];
  });
}

const isRecord = (value: unknown): value is Record<string, unknown> =>
  typeof value === 'object' && value !== null && !Array.isArray(value);
const isStrings = (value: unknown): value is string[] =>
  Array.isArray(value) && value.every((item) => typeof item === 'string');
const isIndex = (value: unknown): value is number => Number.isInteger(value) && Number(value) >= 0;
const isSeverity = (value: unknown): value is Severity | 'off' =>
  ['off', 'hint', 'information', 'warning', 'error'].includes(String(value));
