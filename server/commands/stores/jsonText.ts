/** JSON whose parts may already be text: stored payloads keep every digit they were stored with. */

/** JSON that is written as it is. */
export interface Verbatim {
  readonly verbatim: string;
}

export type Json =
  string | number | boolean | null | undefined | Verbatim | readonly Json[] | { readonly [key: string]: Json };

export function jsonText(value: Json, indent = '', step = ''): string {
  if (typeof value !== 'object' || value === null) return JSON.stringify(value ?? null);
  if (isVerbatim(value)) return value.verbatim;
  const inner = indent + step;
  const between = step === '' ? '' : `\n${inner}`;
  const end = step === '' ? '' : `\n${indent}`;
  if (isList(value)) {
    const items = value.map((item) => between + jsonText(item, inner, step));
    return items.length ? `[${items.join()}${end}]` : '[]';
  }
  const entries = Object.entries(value)
    .filter(([, part]) => part !== undefined)
    .map(([key, part]) => `${between}${JSON.stringify(key)}:${step && ' '}${jsonText(part, inner, step)}`);
  return entries.length ? `{${entries.join()}${end}}` : '{}';
}

const isList = (value: object): value is readonly Json[] => Array.isArray(value);
const isVerbatim = (value: object): value is Verbatim => typeof (value as Verbatim).verbatim === 'string';
