/** What happened, as a sentence of plain words and values: of one payload and what is known of its type. Pure. */
import { jsonText } from '../json';
import type { EventRow } from '../questions';

type Sentence = EventRow['sentence'];
type Word = Sentence[number];
type Fields = Readonly<Record<string, unknown>>;

export interface About {
  /** `{price.amount} on {platform}`, where a setting has one for the type. */
  readonly template?: string;
  /** Paths of scalar fields, those that vary most first: `price.amount`. */
  readonly telling: readonly string[];
  /** The stream's own id is not said again, nor the event's type. */
  readonly stream: string | null;
  readonly type?: string;
}

const longest = 60;

export function sentenceOf(payload: unknown, { template, telling, stream, type = '' }: About): Sentence {
  if (template !== undefined) return fromTemplate(template, payload);
  if (!isFields(payload)) return payload === null || payload === undefined ? [] : [strong(shown(payload))];
  const words: Word[] = [];
  let changes = 0;
  for (const { name, before, after } of pairsOf(payload)) {
    const change = changes < 2 && changeWords(name, payload[before], payload[after], payload);
    if (!change) continue;
    append(words, change);
    changes++;
  }
  if (changes > 0) return words;
  let said = 0;
  const amounts = new Set<string>();
  for (const path of telling) {
    if (said === 3) break;
    const value = at(payload, path);
    if (!isScalar(value) || isOfStream(value, stream) || (type !== '' && value === type)) continue;
    const { parent, name } = splitOf(path);
    // An amount is said once, with its currency.
    if (parent !== '' && isPartOfAmount(name) && amountOf(at(payload, parent))) {
      if (amounts.has(parent)) continue;
      amounts.add(parent);
    }
    append(words, fieldWords(path, value, payload));
    said++;
  }
  return words;
}

function append(words: Word[], more: readonly Word[]): void {
  if (words.length > 0) words.push({ text: ', ' });
  words.push(...more);
}

/** Scalar fields of a payload by their paths, three levels deep; lists are left out. */
export function scalarsOf(payload: unknown): readonly (readonly [string, unknown])[] {
  const found: (readonly [string, unknown])[] = [];
  const look = (fields: unknown, before: string, depth: number): void => {
    if (!isFields(fields)) return;
    for (const key of Object.keys(fields)) {
      if (found.length >= lookedAtMost) return;
      const value = fields[key];
      if (isScalar(value)) found.push([before + key, value]);
      else if (depth < 2) look(value, `${before}${key}.`, depth + 1);
    }
  };
  look(payload, '', 0);
  return found;
}

/** A payload that is a map of thousands says no more than its beginning. */
const lookedAtMost = 500;

interface Pair {
  readonly name: string;
  readonly before: string;
  readonly after: string;
}

const befores = [/^(?:previous|old|prior|former|last)_?(?=\p{Lu}|_|\p{Ll})(.+)$/u, /^(.+?)_?(?:Before|before|Old)$/];
const rememberedAtMost = 2000;
const longestRemembered = 2000;

/** Payloads of one type have the same keys over and over: what follows from a key is worked out once. */
function remembered<T>(of: (text: string) => T): (text: string) => T {
  const known = new Map<string, { readonly value: T }>();
  return (text) => {
    const found = known.get(text);
    if (found) return found.value;
    const value = of(text);
    if (text.length > longestRemembered) return value;
    if (known.size >= rememberedAtMost) known.clear();
    known.set(text, { value });
    return value;
  };
}

/** `x` and `previousX`, `oldX` and `newX`, `from` and `to`. */
const pairsOf = (payload: Fields): readonly Pair[] => pairsOfShape(Object.keys(payload).join('\0'));
const pairsOfShape = remembered((shape) => pairsIn(shape.split('\0')));

function pairsIn(names: readonly string[]): readonly Pair[] {
  const keys = new Map(names.map((key) => [plain(key), key]));
  const pairs: Pair[] = [];
  const add = (name: string, before: string, after: string | undefined): void => {
    if (after !== undefined && after !== before) pairs.push({ name, before, after });
  };
  for (const key of names) {
    if (plain(key) === 'from') add('', key, keys.get('to'));
    if (plain(key) === 'old' || plain(key) === 'before') add('', key, keys.get(plain(key) === 'old' ? 'new' : 'after'));
    for (const pattern of befores) {
      const name = pattern.exec(key)?.[1];
      if (name === undefined) continue;
      const found = ['new', 'current', ''].map((prefix) => keys.get(prefix + plain(name)));
      add(
        spaced(name),
        key,
        found.find((each) => each !== undefined),
      );
    }
  }
  return pairs;
}

const plain = remembered((key: string): string => key.toLowerCase().replace(/[^\p{L}\p{N}]/gu, ''));

/** `price 129.00 → 94.50 EUR (−26.7%)` */
function changeWords(name: string, before: unknown, after: unknown, payload: Fields): readonly Word[] | undefined {
  const left = amountOf(before) ?? { value: before };
  const right = amountOf(after) ?? { value: after };
  if (!isScalar(left.value) || !isScalar(right.value)) return undefined;
  const head = name === '' ? [] : [{ text: `${visible(name)} ` }];
  const unit = right.unit ?? left.unit ?? (typeof right.value === 'number' ? currencyOf(payload) : undefined);
  const isMoney = unit !== undefined && typeof right.value === 'number';
  const text = (value: unknown): string => (isMoney && typeof value === 'number' ? money(value, unit) : shown(value));
  const words: Word[] = [...head, { text: `${text(left.value)} → ` }, strong(text(right.value))];
  if (unit !== undefined) words.push({ text: ` ${visible(unit)}` });
  const share = shareOf(left.value, right.value, isMoney);
  if (share !== undefined) words.push({ text: ` (${share})` });
  return words;
}

function shareOf(before: unknown, after: unknown, isMoney: boolean): string | undefined {
  if (typeof before !== 'number' || typeof after !== 'number' || before === 0) return undefined;
  // Of small counts the two say it better than a share: `3 → 2`.
  if (
    !isMoney &&
    Number.isInteger(before) &&
    Number.isInteger(after) &&
    Math.max(Math.abs(before), Math.abs(after)) < 100
  )
    return undefined;
  const percent = ((after - before) / Math.abs(before)) * 100;
  if (!Number.isFinite(percent)) return undefined;
  return `${percent < 0 ? '−' : '+'}${Math.abs(percent).toFixed(1)}%`;
}

interface Quantity {
  readonly value: unknown;
  readonly unit?: string;
}

function amountOf(value: unknown): Quantity | undefined {
  if (!isFields(value)) return undefined;
  const unit = value['currency'] ?? value['unit'];
  const minor = minorOf(value);
  if (minor !== undefined && typeof unit === 'string' && /^[A-Z]{3}$/.test(unit))
    return { value: minor / 10 ** fractionDigits(unit), unit };
  const amount = value['amount'] ?? value['value'];
  if (!isScalar(amount) || amount === null || typeof unit !== 'string') return undefined;
  const number = typeof amount === 'string' && /^-?\d+(?:\.\d+)?$/.test(amount) ? Number(amount) : amount;
  return { value: number, unit };
}

const minorKeys: ReadonlySet<string> = new Set([
  'cents',
  'minor',
  'minorunits',
  'amountminor',
  'amountincents',
  'amountcents',
]);

const isPartOfAmount = remembered(
  (key: string): boolean => /^(?:amount|value|currency|unit)$/.test(key) || minorKeys.has(plain(key)),
);

/** `{cents: 6400, currency: 'USD'}`: whole numbers of the currency's smallest unit. */
function minorOf(value: Fields): number | undefined {
  for (const [key, amount] of Object.entries(value))
    if (minorKeys.has(plain(key)) && typeof amount === 'number' && Number.isSafeInteger(amount)) return amount;
  return undefined;
}

const digits = new Map<string, number>();

/** Of three capitals, as ISO 4217 has them: 2 of EUR, 0 of JPY, 3 of KWD. */
function fractionDigits(currency: string): number {
  const known = digits.get(currency);
  if (known !== undefined) return known;
  const found =
    new Intl.NumberFormat('en', { style: 'currency', currency }).resolvedOptions().maximumFractionDigits ?? 2;
  digits.set(currency, found);
  return found;
}

/** As many digits as the currency has; two of a unit that is none. */
const money = (value: number, unit: string): string =>
  value.toFixed(/^[A-Z]{3}$/.test(unit) ? fractionDigits(unit) : 2);

function currencyOf(payload: Fields): string | undefined {
  const found = payload['currency'];
  return typeof found === 'string' && /^[A-Z]{3}$/.test(found) ? found : undefined;
}

/** An amount brings its currency; numbers and flags need their names, words speak for themselves. */
function fieldWords(path: string, value: unknown, payload: Fields): readonly Word[] {
  const { parent, name: key } = splitOf(path);
  const quantity = parent !== '' && isPartOfAmount(key) ? amountOf(at(payload, parent)) : undefined;
  if (quantity?.unit !== undefined && typeof quantity.value === 'number')
    return [
      { text: `${visible(lastOf(parent))} ` },
      strong(money(quantity.value, quantity.unit)),
      { text: ` ${visible(quantity.unit)}` },
    ];
  const name = visible(lastOf(path));
  if (typeof value === 'boolean') return [strong(value ? name : `not ${name}`)];
  return [{ text: `${name} ` }, strong(shown(value))];
}

const lastOf = (path: string): string => spaced(splitOf(path).name);

/** Of `price.amount`: `price`, `amount` and both. */
const splitOf = remembered((path: string) => {
  const dot = path.lastIndexOf('.');
  return { parent: path.slice(0, Math.max(0, dot)), name: path.slice(dot + 1), keys: path.split('.') };
});

/** `confirmationCode` and `confirmation_code` as words. */
const spaced = remembered((name: string): string =>
  name
    .replace(/^_+|_+$/g, '')
    .replace(/_+/g, ' ')
    .replace(/(\p{Ll}|\d)(\p{Lu})/gu, '$1 $2')
    .toLowerCase(),
);

function fromTemplate(template: string, payload: unknown): Sentence {
  const words: Word[] = [];
  for (const [part] of template.matchAll(/\{[^{}]*\}|[^{]+|\{/g)) {
    const path = /^\{([^{}]+)\}$/.exec(part)?.[1];
    if (path === undefined) words.push({ text: visible(part) });
    else {
      const value = at(payload, path.trim());
      words.push(value === undefined ? { text: '–' } : strong(shown(value)));
    }
  }
  return words;
}

function at(payload: unknown, path: string): unknown {
  let value = payload;
  for (const key of splitOf(path).keys) {
    if (typeof value !== 'object' || value === null || !Object.hasOwn(value, key)) return undefined;
    value = (value as Fields)[key];
  }
  return value;
}

const isFields = (value: unknown): value is Fields =>
  typeof value === 'object' && value !== null && !Array.isArray(value);
const isScalar = (value: unknown): boolean => value !== undefined && (value === null || typeof value !== 'object');
const isOfStream = (value: unknown, stream: string | null): boolean =>
  stream !== null && typeof value === 'string' && value.length > 2 && (stream === value || stream.endsWith(value));

const strong = (text: string): Word => ({ text: visible(text), strong: true });

function shown(value: unknown): string {
  if (value === null) return 'nothing';
  return typeof value === 'object' ? jsonText(value) : String(value);
}

/** Cut where it is long; what would not be seen, or would turn the line round, is written as `\u0007`. */
export function visible(text: string): string {
  if (text.length <= longest && /^[ -~]*$/.test(text)) return text;
  const cut = text.length > longest ? `${text.slice(0, longest - 1)}…` : text;
  return cut.replace(
    /[\u0000-\u001f\u007f-\u009f\u200b-\u200f\u2028-\u202e\u2066-\u2069\ufeff\ud800-\udfff]/gu,
    (character) => `\\u${character.charCodeAt(0).toString(16).padStart(4, '0')}`,
  );
}
