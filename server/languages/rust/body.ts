/** Function bodies to an arena of expressions and bindings; local items are handed back to whoever reads items. */
import type { Binding, Body, Expression, TypeRef } from './facts';
import { argumentsAsCode, holdsCode } from './macros';
import { armOf, bind } from './patterns';
import { stringValue } from './source';
import type { Source } from './source';
import { child, childOfType, parseSyntax } from './syntax';
import type { Syntax } from './syntax';
import { pathText, typeArguments, typeOf } from './types';

const deepest = 250;

export interface BodyReader {
  readonly source: Source;
  /** A declaration met inside the body. */
  item(node: Syntax): void;
}

export function readBody(reader: BodyReader, block: Syntax): Body {
  const { source } = reader;
  const expressions: Expression[] = [{ kind: 'other' }];
  const bindings: Binding[] = [];
  const results: number[] = [];
  let depth = 0;
  let macroDepth = 0;

  const add = (expression: Expression): number => expressions.push(expression) - 1;
  const at = (node: Syntax): { spot: readonly [number, number]; offset: number } => ({
    spot: source.spot(node.start),
    offset: node.start,
  });
  const nothing = 0;

  const statements = (node: Syntax): number => {
    let tail = nothing;
    const last = node.children.at(-1);
    for (const statement of node.children) {
      const value = statementOf(statement, node);
      if (statement === last) tail = value;
    }
    return tail;
  };

  const statementOf = (node: Syntax, around: Syntax): number => {
    switch (node.type) {
      case 'let_declaration': {
        letDeclaration(node, around);
        return nothing;
      }
      case 'expression_statement': {
        const [inner] = node.children;
        return inner ? expr(inner) : nothing;
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
        reader.item(node);
        return nothing;
      default:
        return expr(node);
    }
  };

  const letDeclaration = (node: Syntax, around: Syntax): void => {
    const value = child(node, 'value');
    const type = child(node, 'type');
    const pattern = child(node, 'pattern');
    const index = value && expr(value);
    const alternative = child(node, 'alternative');
    if (alternative) {
      expr(alternative);
      if (pattern && index !== undefined)
        add({
          kind: 'match',
          value: index,
          arms: [armOf(source, pattern, nothing, pattern.end)],
          is: 'let',
          ...at(pattern),
        });
    }
    bind(
      source,
      pattern,
      { from: node.end, to: around.end, value: index, type: type && typeOf(source, type) },
      bindings,
    );
  };

  /** A condition's own bindings live as long as `scope`. */
  const condition = (node: Syntax | undefined, scope: Syntax): number => {
    if (!node) return nothing;
    if (node.type === 'let_condition') {
      const pattern = child(node, 'pattern');
      const value = child(node, 'value');
      const index = value ? expr(value) : nothing;
      if (!pattern) return nothing;
      bind(source, pattern, { from: node.end, to: scope.end, value: index }, bindings);
      return add({
        kind: 'match',
        value: index,
        arms: [armOf(source, pattern, nothing, scope.end)],
        is: 'let',
        ...at(pattern),
      });
    }
    if (node.type === 'let_chain') {
      for (const part of node.children) condition(part, scope);
      return nothing;
    }
    const before = expressions.length;
    const index = expr(node);
    for (let made = before; made < expressions.length; made++) {
      const expression = expressions[made];
      if (expression?.kind === 'equal')
        expressions[made] = { ...expression, then: [scope.start, scope.end], endLine: source.spot(scope.end - 1)[0] };
    }
    return index;
  };

  const all = (nodes: readonly Syntax[]): number[] => nodes.filter((node) => node.type !== 'attribute_item').map(expr);

  const expr = (node: Syntax): number => {
    if (depth > deepest) return nothing;
    depth++;
    const index = expression(node);
    depth--;
    return index;
  };

  const expression = (node: Syntax): number => {
    switch (node.type) {
      case 'identifier':
      case 'scoped_identifier':
      case 'self':
      case 'generic_function':
        return path(node);
      case 'call_expression':
        return call(node);
      case 'field_expression': {
        const value = child(node, 'value');
        const field = child(node, 'field');
        return add({ kind: 'field', of: value ? expr(value) : nothing, name: field ? source.of(field) : '' });
      }
      case 'struct_expression':
        return struct(node);
      case 'string_literal':
      case 'raw_string_literal':
        return add({ kind: 'string', text: stringValue(source.of(node)), ...at(node) });
      case 'boolean_literal':
        return add({ kind: 'path', path: source.of(node), generics: [], ownerGenerics: [], ...at(node) });
      case 'await_expression':
      case 'parenthesized_expression':
      case 'reference_expression': {
        const inner = child(node, 'value') ?? node.children.find((part) => part.type !== 'mutable_specifier');
        return inner ? expr(inner) : nothing;
      }
      case 'unary_expression': {
        const inner = node.children[0] ? expr(node.children[0]) : nothing;
        return source.text[node.start] === '*' ? inner : nothing;
      }
      case 'try_expression': {
        const inner = node.children[0];
        return add({ kind: 'try', of: inner ? expr(inner) : nothing });
      }
      case 'type_cast_expression': {
        const value = child(node, 'value');
        return add({ kind: 'cast', of: value ? expr(value) : nothing, type: typeOf(source, child(node, 'type')) });
      }
      case 'tuple_expression':
      case 'array_expression':
        return add({ kind: 'items', items: all(node.children), tuple: node.type === 'tuple_expression' });
      case 'unit_expression':
        return add({ kind: 'items', items: [], tuple: true });
      case 'if_expression': {
        const then = child(node, 'consequence');
        if (then) condition(child(node, 'condition'), then);
        const options = then ? [expr(then)] : [];
        const otherwise = child(node, 'alternative');
        if (otherwise?.children[0]) options.push(expr(otherwise.children[0]));
        return add({ kind: 'either', options });
      }
      case 'while_expression': {
        const body = child(node, 'body');
        if (body) {
          condition(child(node, 'condition'), body);
          expr(body);
        }
        return nothing;
      }
      case 'for_expression': {
        const value = child(node, 'value');
        const body = child(node, 'body');
        const index = value ? expr(value) : nothing;
        if (body) {
          bind(source, child(node, 'pattern'), { from: body.start, to: body.end, value: index }, bindings, [
            { kind: 'element' },
          ]);
          expr(body);
        }
        return nothing;
      }
      case 'match_expression':
        return match(node);
      case 'closure_expression':
        return closure(node);
      case 'block':
      case 'async_block':
      case 'unsafe_block':
      case 'try_block':
      case 'gen_block':
      case 'const_block':
      case 'loop_expression': {
        const block = node.type === 'block' ? node : childOfType(node, 'block');
        const value = block ? statements(block) : nothing;
        return node.type === 'loop_expression' ? nothing : value;
      }
      case 'macro_invocation':
        return macro(node);
      case 'return_expression': {
        const value = node.children[0] ? expr(node.children[0]) : nothing;
        results.push(value);
        return nothing;
      }
      case 'binary_expression': {
        const left = child(node, 'left');
        const right = child(node, 'right');
        if (!left || !right) return nothing;
        const [leftIndex, rightIndex] = [expr(left), expr(right)];
        return /^\s*[=!]=/.test(source.text.slice(left.end, right.start))
          ? add({ kind: 'equal', left: leftIndex, right: rightIndex, endLine: source.spot(node.end)[0], ...at(node) })
          : nothing;
      }
      default:
        for (const part of node.children)
          if (!/type|label|specifier|attribute/.test(part.type)) statementOf(part, node);
        return nothing;
    }
  };

  const path = (node: Syntax): number => {
    let name: Syntax = node;
    let generics: readonly TypeRef[] = [];
    let ownerGenerics: readonly TypeRef[] = [];
    if (node.type === 'generic_function') {
      generics = typeArguments(source, child(node, 'type_arguments')).args;
      name = child(node, 'function') ?? node;
    }
    const owner = name.type === 'scoped_identifier' ? child(name, 'path') : undefined;
    if (owner?.type === 'generic_type') ownerGenerics = typeArguments(source, child(owner, 'type_arguments')).args;
    if (owner?.type === 'bracketed_type') {
      const inner = typeOf(
        source,
        owner.children[0]?.type === 'qualified_type' ? child(owner.children[0], 'type') : owner.children[0],
      );
      const last = child(name, 'name');
      if (inner.kind === 'path' && last)
        return add({
          kind: 'path',
          path: `${inner.path}::${source.of(last)}`,
          generics,
          ownerGenerics: inner.args,
          ...at(node),
        });
    }
    const last = name.type === 'scoped_identifier' ? child(name, 'name') : name;
    return add({
      kind: 'path',
      path: pathText(source, name),
      generics,
      ownerGenerics,
      spot: source.spot((last ?? name).start),
      offset: node.start,
    });
  };

  const call = (node: Syntax): number => {
    const callee = child(node, 'function');
    const inner = callee?.type === 'generic_function' ? child(callee, 'function') : callee;
    const args = child(node, 'arguments')?.children ?? [];
    if (inner?.type === 'field_expression') {
      const value = child(inner, 'value');
      const name = child(inner, 'field');
      const receiver = value ? expr(value) : nothing;
      const generics = callee && callee !== inner ? typeArguments(source, child(callee, 'type_arguments')).args : [];
      return add({
        kind: 'method',
        receiver,
        name: name ? source.of(name) : '',
        generics,
        args: all(args),
        spot: source.spot((name ?? inner).start),
        offset: node.start,
      });
    }
    const index = callee ? expr(callee) : nothing;
    const target = expressions[index];
    return add({
      kind: 'call',
      callee: index,
      args: all(args),
      spot: target?.kind === 'path' ? target.spot : source.spot(node.start),
      offset: node.start,
    });
  };

  const struct = (node: Syntax): number => {
    const fields: { name: string; value: number }[] = [];
    for (const part of child(node, 'body')?.children ?? []) {
      if (part.type === 'shorthand_field_initializer') {
        const name = childOfType(part, 'identifier');
        if (name) fields.push({ name: source.of(name), value: path(name) });
      } else if (part.type === 'field_initializer') {
        const name = child(part, 'field');
        const value = child(part, 'value');
        if (name && value) fields.push({ name: source.of(name), value: expr(value) });
      } else if (part.type === 'base_field_initializer' && part.children[0]) expr(part.children[0]);
    }
    const name = child(node, 'name');
    const type: TypeRef =
      name?.type === 'generic_type_with_turbofish' || name?.type === 'generic_type'
        ? {
            kind: 'path',
            path: pathText(source, child(name, 'type') ?? name),
            ...typeArguments(source, child(name, 'type_arguments')),
          }
        : { kind: 'path', path: name ? pathText(source, name) : '', args: [] };
    return add({ kind: 'struct', type, fields, ...at(node) });
  };

  const match = (node: Syntax): number => {
    const value = child(node, 'value');
    const index = value ? expr(value) : nothing;
    const arms = [];
    for (const arm of child(node, 'body')?.children ?? []) {
      if (arm.type !== 'match_arm') continue;
      const pattern = child(arm, 'pattern');
      const body = child(arm, 'value');
      if (!pattern) continue;
      bind(source, pattern, { from: pattern.start, to: arm.end, value: index }, bindings);
      const guard = child(pattern, 'condition');
      if (guard) condition(guard, arm);
      arms.push(armOf(source, pattern, body ? expr(body) : nothing, arm.end));
    }
    return add({ kind: 'match', value: index, arms, is: 'match', ...at(node) });
  };

  const closure = (node: Syntax): number => {
    const index = add({ kind: 'other' });
    const body = child(node, 'body');
    const parameters: (TypeRef | null)[] = [];
    const names: string[] = [];
    (child(node, 'parameters')?.children ?? []).forEach((parameter, position) => {
      const type = parameter.type === 'parameter' ? typeOf(source, child(parameter, 'type')) : undefined;
      const pattern = parameter.type === 'parameter' ? child(parameter, 'pattern') : parameter;
      parameters.push(type ?? null);
      names.push(pattern ? source.of(pattern) : '');
      bind(
        source,
        pattern,
        { from: node.start, to: node.end, type, closure: { expression: index, parameter: position } },
        bindings,
      );
    });
    const value = body ? expr(body) : nothing;
    expressions[index] = {
      kind: 'closure',
      parameters,
      names,
      body: value,
      endLine: source.spot(node.end - 1)[0],
      end: node.end,
      ...at(node),
    };
    return index;
  };

  const macro = (node: Syntax): number => {
    const nameNode = child(node, 'macro');
    const tokens = childOfType(node, 'token_tree');
    const name = nameNode ? pathText(source, nameNode) : '';
    const spot = source.spot((nameNode ?? node).start);
    if (name === 'format' && tokens) {
      const literal = /^.\s*("(?:[^"\\]|\\[\s\S])*")/.exec(
        source.text.slice(tokens.start, Math.min(tokens.end, tokens.start + 500)),
      )?.[1];
      const args =
        literal === undefined ? [] : [add({ kind: 'string', text: stringValue(literal), spot, offset: node.start })];
      return add({ kind: 'macro', name, args, spot, offset: node.start });
    }
    const code =
      tokens && holdsCode(name) && macroDepth < 5 && tokens.end - tokens.start < 200_000
        ? argumentsAsCode(source, name, tokens)
        : undefined;
    if (!code) return add({ kind: 'macro', name, args: [], spot, offset: node.start });
    macroDepth++;
    const parsed = parseSyntax(code.fragment);
    const block = parsed?.root.children[0] && child(parsed.root.children[0], 'body');
    let args: number[] = [];
    if (block && code.block) args = [statements(block)];
    else if (block) {
      const inner =
        block.children[0]?.type === 'expression_statement' ? block.children[0].children[0] : block.children[0];
      if (inner?.type === 'array_expression') args = all(inner.children);
      else if (inner?.type === 'call_expression') args = all(child(inner, 'arguments')?.children ?? []);
      else if (inner) args = [expr(inner)];
    }
    macroDepth--;
    return add({ kind: 'macro', name, args, spot, offset: node.start });
  };

  results.push(expr(block));
  return { expressions, bindings, results };
}
