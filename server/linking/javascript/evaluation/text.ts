/** Strings put together of parts, each with the callers that chose it. */
import type { Expression } from '../../../languages/javascript/facts';
import type { Program } from '../program';
import type { Source } from '../sources';
import { callersIn, type Context, type StringValue, type Value } from '../values';
import { evaluate } from './evaluate';

export const mostStrings = 60;

/** Templates and `+`: parts that came through the same caller stay together. */
export function joinStrings(
  program: Program,
  source: Source,
  parts: readonly Expression[],
  context: Context,
  /** A part for which a function is passed adds nothing. */
  gaps = false,
): readonly Value[] {
  let results: (StringValue & { readonly choices: number })[] = [{ kind: 'string', text: '', context, choices: 0 }];
  for (const part of parts) {
    if (part.kind === 'string') {
      results = results.map((result) => ({ ...result, text: result.text + part.text }));
      continue;
    }
    if (part.kind === 'literal') {
      results = results.map((result) => ({ ...result, text: result.text + String(part.value) }));
      continue;
    }
    results = results.flatMap((result) => {
      const strings = evaluate(program, source, part, result.context, 'name').flatMap((value): StringValue[] =>
        value.kind === 'string'
          ? [value]
          : gaps && value.kind === 'function'
            ? [{ kind: 'string', text: '', context: value.context }]
            : [],
      );
      // A part known only as '' is what a field or a setting starts with, not what it is when the name is composed.
      if (!gaps && !strings.some((value) => value.text !== ''))
        return [{ ...result, text: `${result.text}*`, hole: true }];
      if (!strings.length) return [{ ...result, text: `${result.text}*`, hole: true }];
      const here = strings.filter((value) => value.context === result.context).length;
      return strings.map((value) => ({
        ...result,
        text: result.text + value.text,
        context: value.context ?? result.context,
        choices: result.choices + (here > 1 ? 1 : 0),
        ...(value.hole && { hole: true }),
        ...(value.closed && { closed: true }),
        ...(value.loose && { loose: true }),
      }));
    });
    // Of too many, those that the nearest callers chose are kept.
    if (results.length > mostStrings)
      results = results.sort((a, b) => callersIn(a.context) - callersIn(b.context)).slice(0, mostStrings);
  }
  return results
    .filter((result) => result.text !== '' && !/^\**$/.test(result.text))
    .map(({ choices, ...value }) => ({
      ...value,
      ...(choices > 1 && { loose: true }),
      ...(parts.length > 1 && { composed: true }),
    }));
}
