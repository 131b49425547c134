/** Function bodies to an arena of expressions and bindings; local items are handed back to whoever reads items. */
import type { Binding, Body, Expression } from '../facts';
import type { Source } from '../source';
import type { Syntax } from '../syntax';
import { readExpression } from './expressions';

/** The place in the arena of what says nothing. */
export const nothing = 0;

/** One body while it is read. */
export interface Reading {
  readonly reader: BodyReader;
  readonly source: Source;
  readonly expressions: Expression[];
  readonly bindings: Binding[];
  readonly results: number[];
  depth: number;
  macroDepth: number;
}

interface BodyReader {
  readonly source: Source;
  /** A declaration met inside the body. */
  item(node: Syntax): void;
}

export function add(reading: Reading, expression: Expression): number {
  return reading.expressions.push(expression) - 1;
}

export function placeOf(reading: Reading, node: Syntax): { spot: readonly [number, number]; offset: number } {
  return {
    spot: reading.source.spot(node.start),
    offset: node.start,
  };
}

export function readBody(reader: BodyReader, block: Syntax): Body {
  const expressions: Expression[] = [{ kind: 'other' }];
  const bindings: Binding[] = [];
  const results: number[] = [];
  const reading: Reading = { reader, source: reader.source, expressions, bindings, results, depth: 0, macroDepth: 0 };
  results.push(readExpression(reading, block));
  return { expressions, bindings, results };
}
