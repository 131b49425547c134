/** Expressions of a body, each to its place in the arena; knows no type and no name of another file. */
import { bind } from '../patterns';
import { stringValue } from '../source';
import { child, childOfType, type Syntax } from '../syntax';
import { typeOf } from '../types';
import { add, nothing, placeOf, type Reading } from './body';
import { readClosure, readMacro, readMatch } from './branches';
import { readCondition, readStatements, statementOf } from './statements';
import { readCall, readPath, readStruct } from './values';

const deepest = 250;

export function readAll(reading: Reading, nodes: readonly Syntax[]): number[] {
  return nodes.filter((node) => node.type !== 'attribute_item').map((node) => readExpression(reading, node));
}

export function readExpression(reading: Reading, node: Syntax): number {
  if (reading.depth > deepest) return nothing;
  reading.depth++;
  const index = expressionOf(reading, node);
  reading.depth--;
  return index;
}

function expressionOf(reading: Reading, node: Syntax): number {
  switch (node.type) {
    case 'identifier':
    case 'scoped_identifier':
    case 'self':
    case 'generic_function':
      return readPath(reading, node);
    case 'call_expression':
      return readCall(reading, node);
    case 'field_expression': {
      const value = child(node, 'value');
      const field = child(node, 'field');
      return add(reading, {
        kind: 'field',
        of: value ? readExpression(reading, value) : nothing,
        // The place in a tuple is a number, and trees have none.
        name: field ? reading.source.of(field) : (/\.\s*(\d+)$/.exec(reading.source.of(node))?.[1] ?? ''),
      });
    }
    case 'struct_expression':
      return readStruct(reading, node);
    case 'string_literal':
    case 'raw_string_literal':
      return add(reading, { kind: 'string', text: stringValue(reading.source.of(node)), ...placeOf(reading, node) });
    case 'boolean_literal':
      return add(reading, {
        kind: 'path',
        path: reading.source.of(node),
        generics: [],
        ownerGenerics: [],
        ...placeOf(reading, node),
      });
    case 'await_expression':
    case 'parenthesized_expression':
    case 'reference_expression': {
      const inner = child(node, 'value') ?? node.children.find((part) => part.type !== 'mutable_specifier');
      return inner ? readExpression(reading, inner) : nothing;
    }
    case 'unary_expression': {
      const inner = node.children[0] ? readExpression(reading, node.children[0]) : nothing;
      return reading.source.text[node.start] === '*' ? inner : nothing;
    }
    case 'try_expression': {
      const inner = node.children[0];
      return add(reading, { kind: 'try', of: inner ? readExpression(reading, inner) : nothing });
    }
    case 'type_cast_expression': {
      const value = child(node, 'value');
      return add(reading, {
        kind: 'cast',
        of: value ? readExpression(reading, value) : nothing,
        type: typeOf(reading.source, child(node, 'type')),
      });
    }
    case 'tuple_expression':
    case 'array_expression':
      return add(reading, {
        kind: 'items',
        items: readAll(reading, node.children),
        tuple: node.type === 'tuple_expression',
      });
    case 'unit_expression':
      return add(reading, { kind: 'items', items: [], tuple: true });
    case 'if_expression': {
      const then = child(node, 'consequence');
      if (then) readCondition(reading, child(node, 'condition'), then);
      const options = then ? [readExpression(reading, then)] : [];
      const otherwise = child(node, 'alternative');
      if (otherwise?.children[0]) options.push(readExpression(reading, otherwise.children[0]));
      return add(reading, { kind: 'either', options });
    }
    case 'while_expression': {
      const body = child(node, 'body');
      if (body) {
        readCondition(reading, child(node, 'condition'), body);
        readExpression(reading, body);
      }
      return nothing;
    }
    case 'for_expression': {
      const value = child(node, 'value');
      const body = child(node, 'body');
      const index = value ? readExpression(reading, value) : nothing;
      if (body) {
        bind(
          reading.source,
          child(node, 'pattern'),
          { from: body.start, to: body.end, value: index },
          reading.bindings,
          [{ kind: 'element' }],
        );
        readExpression(reading, body);
      }
      return nothing;
    }
    case 'match_expression':
      return readMatch(reading, node);
    case 'closure_expression':
      return readClosure(reading, node);
    case 'block':
    case 'async_block':
    case 'unsafe_block':
    case 'try_block':
    case 'gen_block':
    case 'const_block':
    case 'loop_expression': {
      const block = node.type === 'block' ? node : childOfType(node, 'block');
      const value = block ? readStatements(reading, block) : nothing;
      return node.type === 'loop_expression' ? nothing : value;
    }
    case 'macro_invocation':
      return readMacro(reading, node);
    case 'return_expression': {
      const value = node.children[0] ? readExpression(reading, node.children[0]) : nothing;
      reading.results.push(value);
      return nothing;
    }
    case 'binary_expression': {
      const left = child(node, 'left');
      const right = child(node, 'right');
      if (!left || !right) return nothing;
      const [leftIndex, rightIndex] = [readExpression(reading, left), readExpression(reading, right)];
      return /^\s*[=!]=/.test(reading.source.text.slice(left.end, right.start))
        ? add(reading, {
            kind: 'equal',
            left: leftIndex,
            right: rightIndex,
            endLine: reading.source.spot(node.end)[0],
            ...placeOf(reading, node),
          })
        : nothing;
    }
    default:
      for (const part of node.children)
        if (!/type|label|specifier|attribute/.test(part.type)) statementOf(reading, part, node);
      return nothing;
  }
}
