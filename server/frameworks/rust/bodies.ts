/** What can be said about a body before anything is resolved; worked out once per body, for all frameworks and edits. */
import type { Body, Expression, RustFacts, Spot } from '../../languages/rust/facts';
import { lastSegment } from '../../languages/rust/inferred';
import { unreadText } from '../../languages/rust/insides';
import type { Call } from './contract';

export interface BodyCall {
  readonly index: number;
  readonly call: Call;
  /** The called function's or method's own name. */
  readonly name: string;
}

/** A path or struct literal that may make a value of a type. */
export interface Mention {
  readonly path: string;
  readonly segments: readonly string[];
  readonly spot: Spot;
}

/** Comparisons and matches: where code asks what a value is. */
export type Question = Extract<Expression, { kind: 'equal' | 'match' }>;

interface Summary {
  readonly calls: readonly BodyCall[];
  readonly mentions: readonly Mention[];
  readonly questions: readonly Question[];
}

const summaries = new WeakMap<Body, Summary>();

const calledNames = new WeakMap<RustFacts, ReadonlySet<string>>();

/** A word that may be called where it stands. */
export const calledInText = /\b[A-Za-z_]\w*(?=\s*(?:[(!/]|::))/g;

/** Names of all functions, methods and macros that a file calls, and perhaps some more. */
export function namesCalledIn(facts: RustFacts): ReadonlySet<string> {
  let known = calledNames.get(facts);
  if (!known) {
    const names = new Set<string>();
    for (const fn of facts.functions) {
      const text = unreadText(fn);
      if (text !== undefined) for (const [name] of text.matchAll(calledInText)) names.add(name);
      else if (fn.body) for (const call of callsIn(fn.body)) names.add(call.name);
    }
    known = names;
    calledNames.set(facts, known);
  }
  return known;
}

export function callsIn(body: Body): readonly BodyCall[] {
  return summaryOf(body).calls;
}

/** Paths with a type's name in them. */
export function mentionsIn(body: Body): readonly Mention[] {
  return summaryOf(body).mentions;
}

export function questionsIn(body: Body): readonly Question[] {
  return summaryOf(body).questions;
}

function summaryOf(body: Body): Summary {
  const known = summaries.get(body);
  if (known) return known;
  const calls: BodyCall[] = [];
  const mentions: Mention[] = [];
  const questions: Question[] = [];
  const mention = (path: string, spot: Spot): void => {
    if (!/(^|:)_*[A-Z]/.test(path)) return;
    mentions.push({ path, segments: path.split('::'), spot });
  };
  body.expressions.forEach((expression, index) => {
    switch (expression.kind) {
      case 'method':
      case 'macro':
        calls.push({ index, call: expression, name: lastSegment(expression.name) });
        return;
      case 'call': {
        const callee = body.expressions[expression.callee];
        if (callee?.kind === 'path') calls.push({ index, call: expression, name: lastSegment(callee.path) });
        return;
      }
      case 'path':
        mention(expression.path, expression.spot);
        return;
      case 'struct':
        if (expression.type.kind === 'path') mention(expression.type.path, expression.spot);
        return;
      case 'equal':
      case 'match':
        questions.push(expression);
        return;
      default:
    }
  });
  const made = { calls, mentions, questions };
  summaries.set(body, made);
  return made;
}
