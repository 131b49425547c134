/** Statements of a body: blocks, `let` with its pattern, conditions whose names live as long as what they guard. */
import { armOf, bind } from '../patterns';
import { child, type Syntax } from '../syntax';
import { typeOf } from '../types';
import { add, nothing, placeOf, type Reading } from './body';
import { readExpression } from './expressions';

export function readStatements(reading: Reading, node: Syntax): number {
  let tail = nothing;
  const last = node.children.at(-1);
  for (const statement of node.children) {
    const value = statementOf(reading, statement, node);
    if (statement === last) tail = value;
  }
  return tail;
}

export function statementOf(reading: Reading, node: Syntax, around: Syntax): number {
  switch (node.type) {
    case 'let_declaration': {
      readLet(reading, node, around);
      return nothing;
    }
    case 'expression_statement': {
      const [inner] = node.children;
      return inner ? readExpression(reading, inner) : nothing;
    }
    case 'label':
    case 'attribute_item':
    case 'inner_attribute_item':
      return nothing;
    case 'use_declaration':
    case 'function_item':
    case 'struct_item':
    case 'enum_item':
    case 'impl_item':
    case 'trait_item':
    case 'type_item':
    case 'const_item':
    case 'static_item':
    case 'mod_item':
    case 'macro_definition':
      reading.reader.item(node);
      return nothing;
    default:
      return readExpression(reading, node);
  }
}

function readLet(reading: Reading, node: Syntax, around: Syntax): void {
  const value = child(node, 'value');
  const type = child(node, 'type');
  const pattern = child(node, 'pattern');
  const index = value && readExpression(reading, value);
  const alternative = child(node, 'alternative');
  if (alternative) {
    readExpression(reading, alternative);
    if (pattern && index !== undefined)
      add(reading, {
        kind: 'match',
        value: index,
        arms: [armOf(reading.source, pattern, nothing, pattern.end)],
        is: 'let',
        ...placeOf(reading, pattern),
      });
  }
  bind(
    reading.source,
    pattern,
    { from: node.end, to: around.end, value: index, type: type && typeOf(reading.source, type) },
    reading.bindings,
  );
}

/** A condition's own bindings live as long as `scope`. */
export function readCondition(reading: Reading, node: Syntax | undefined, scope: Syntax): number {
  if (!node) return nothing;
  if (node.type === 'let_condition') {
    const pattern = child(node, 'pattern');
    const value = child(node, 'value');
    const index = value ? readExpression(reading, value) : nothing;
    if (!pattern) return nothing;
    bind(reading.source, pattern, { from: node.end, to: scope.end, value: index }, reading.bindings);
    return add(reading, {
      kind: 'match',
      value: index,
      arms: [armOf(reading.source, pattern, nothing, scope.end)],
      is: 'let',
      ...placeOf(reading, pattern),
    });
  }
  if (node.type === 'let_chain') {
    for (const part of node.children) readCondition(reading, part, scope);
    return nothing;
  }
  const before = reading.expressions.length;
  const index = readExpression(reading, node);
  for (let made = before; made < reading.expressions.length; made++) {
    const expression = reading.expressions[made];
    if (expression?.kind === 'equal')
      reading.expressions[made] = {
        ...expression,
        then: [scope.start, scope.end],
        endLine: reading.source.spot(scope.end - 1)[0],
      };
  }
  return index;
}
