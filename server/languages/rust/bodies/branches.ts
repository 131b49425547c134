/** What holds code of its own inside an expression: arms of a match, closures, macros. */
import type { TypeRef } from '../facts';
import { argumentsAsCode, holdsCode } from '../macros';
import { armOf, bind } from '../patterns';
import { stringValue } from '../source';
import { child, childOfType, parseSyntax, type Syntax } from '../syntax';
import { pathText, typeOf } from '../types';
import { add, nothing, placeOf, type Reading } from './body';
import { readAll, readExpression } from './expressions';
import { readCondition, readStatements } from './statements';

export function readMatch(reading: Reading, node: Syntax): number {
  const value = child(node, 'value');
  const index = value ? readExpression(reading, value) : nothing;
  const arms = [];
  for (const arm of child(node, 'body')?.children ?? []) {
    if (arm.type !== 'match_arm') continue;
    const pattern = child(arm, 'pattern');
    const body = child(arm, 'value');
    if (!pattern) continue;
    bind(reading.source, pattern, { from: pattern.start, to: arm.end, value: index }, reading.bindings);
    const guard = child(pattern, 'condition');
    if (guard) readCondition(reading, guard, arm);
    arms.push(armOf(reading.source, pattern, body ? readExpression(reading, body) : nothing, arm.end));
  }
  return add(reading, { kind: 'match', value: index, arms, is: 'match', ...placeOf(reading, node) });
}

export function readClosure(reading: Reading, node: Syntax): number {
  const index = add(reading, { kind: 'other' });
  const body = child(node, 'body');
  const parameters: (TypeRef | null)[] = [];
  const names: string[] = [];
  (child(node, 'parameters')?.children ?? []).forEach((parameter, position) => {
    const type = parameter.type === 'parameter' ? typeOf(reading.source, child(parameter, 'type')) : undefined;
    const pattern = parameter.type === 'parameter' ? child(parameter, 'pattern') : parameter;
    parameters.push(type ?? null);
    names.push(pattern ? reading.source.of(pattern) : '');
    bind(
      reading.source,
      pattern,
      { from: node.start, to: node.end, type, closure: { expression: index, parameter: position } },
      reading.bindings,
    );
  });
  const value = body ? readExpression(reading, body) : nothing;
  reading.expressions[index] = {
    kind: 'closure',
    parameters,
    names,
    body: value,
    endLine: reading.source.spot(node.end - 1)[0],
    end: node.end,
    ...placeOf(reading, node),
  };
  return index;
}

export function readMacro(reading: Reading, node: Syntax): number {
  const nameNode = child(node, 'macro');
  const tokens = childOfType(node, 'token_tree');
  const name = nameNode ? pathText(reading.source, nameNode) : '';
  const spot = reading.source.spot((nameNode ?? node).start);
  if (name === 'format' && tokens) {
    const literal = /^.\s*("(?:[^"\\]|\\[\s\S])*")/.exec(
      reading.source.text.slice(tokens.start, Math.min(tokens.end, tokens.start + 500)),
    )?.[1];
    const args =
      literal === undefined
        ? []
        : [add(reading, { kind: 'string', text: stringValue(literal), spot, offset: node.start })];
    return add(reading, { kind: 'macro', name, args, spot, offset: node.start });
  }
  const code =
    tokens && holdsCode(name) && reading.macroDepth < 5 && tokens.end - tokens.start < 200_000
      ? argumentsAsCode(reading.source, name, tokens)
      : undefined;
  if (!code) return add(reading, { kind: 'macro', name, args: [], spot, offset: node.start });
  reading.macroDepth++;
  const parsed = parseSyntax(code.fragment);
  const block = parsed?.root.children[0] && child(parsed.root.children[0], 'body');
  let args: number[] = [];
  if (block && code.block) args = [readStatements(reading, block)];
  else if (block) {
    const inner =
      block.children[0]?.type === 'expression_statement' ? block.children[0].children[0] : block.children[0];
    if (inner?.type === 'array_expression') args = readAll(reading, inner.children);
    else if (inner?.type === 'call_expression') args = readAll(reading, child(inner, 'arguments')?.children ?? []);
    else if (inner) args = [readExpression(reading, inner)];
  }
  reading.macroDepth--;
  return add(reading, { kind: 'macro', name, args, spot, offset: node.start });
}
