/** Paths, calls and struct literals of a body, with the generics that they are given. */
import type { TypeRef } from '../facts';
import { child, childOfType, type Syntax } from '../syntax';
import { pathText, typeArguments, typeOf } from '../types';
import { add, nothing, placeOf, type Reading } from './body';
import { readAll, readExpression } from './expressions';

export function readPath(reading: Reading, node: Syntax): number {
  let name: Syntax = node;
  let generics: readonly TypeRef[] = [];
  let ownerGenerics: readonly TypeRef[] = [];
  if (node.type === 'generic_function') {
    generics = typeArguments(reading.source, child(node, 'type_arguments')).args;
    name = child(node, 'function') ?? node;
  }
  const owner = name.type === 'scoped_identifier' ? child(name, 'path') : undefined;
  if (owner?.type === 'generic_type')
    ownerGenerics = typeArguments(reading.source, child(owner, 'type_arguments')).args;
  if (owner?.type === 'bracketed_type') {
    const inner = typeOf(
      reading.source,
      owner.children[0]?.type === 'qualified_type' ? child(owner.children[0], 'type') : owner.children[0],
    );
    const last = child(name, 'name');
    if (inner.kind === 'path' && last)
      return add(reading, {
        kind: 'path',
        path: `${inner.path}::${reading.source.of(last)}`,
        generics,
        ownerGenerics: inner.args,
        ...placeOf(reading, node),
      });
  }
  const last = name.type === 'scoped_identifier' ? child(name, 'name') : name;
  return add(reading, {
    kind: 'path',
    path: pathText(reading.source, name),
    generics,
    ownerGenerics,
    spot: reading.source.spot((last ?? name).start),
    offset: node.start,
  });
}

export function readCall(reading: Reading, node: Syntax): number {
  const callee = child(node, 'function');
  const inner = callee?.type === 'generic_function' ? child(callee, 'function') : callee;
  const args = child(node, 'arguments')?.children ?? [];
  if (inner?.type === 'field_expression') {
    const value = child(inner, 'value');
    const name = child(inner, 'field');
    const receiver = value ? readExpression(reading, value) : nothing;
    const generics =
      callee && callee !== inner ? typeArguments(reading.source, child(callee, 'type_arguments')).args : [];
    return add(reading, {
      kind: 'method',
      receiver,
      name: name ? reading.source.of(name) : '',
      generics,
      args: readAll(reading, args),
      spot: reading.source.spot((name ?? inner).start),
      offset: node.start,
    });
  }
  const index = callee ? readExpression(reading, callee) : nothing;
  const target = reading.expressions[index];
  return add(reading, {
    kind: 'call',
    callee: index,
    args: readAll(reading, args),
    spot: target?.kind === 'path' ? target.spot : reading.source.spot(node.start),
    offset: node.start,
  });
}

export function readStruct(reading: Reading, node: Syntax): number {
  const fields: { name: string; value: number }[] = [];
  for (const part of child(node, 'body')?.children ?? []) {
    if (part.type === 'shorthand_field_initializer') {
      const name = childOfType(part, 'identifier');
      if (name) fields.push({ name: reading.source.of(name), value: readPath(reading, name) });
    } else if (part.type === 'field_initializer') {
      const name = child(part, 'field');
      const value = child(part, 'value');
      if (name && value) fields.push({ name: reading.source.of(name), value: readExpression(reading, value) });
    } else if (part.type === 'base_field_initializer' && part.children[0]) readExpression(reading, part.children[0]);
  }
  const name = child(node, 'name');
  const type: TypeRef =
    name?.type === 'generic_type_with_turbofish' || name?.type === 'generic_type'
      ? {
          kind: 'path',
          path: pathText(reading.source, child(name, 'type') ?? name),
          ...typeArguments(reading.source, child(name, 'type_arguments')),
        }
      : { kind: 'path', path: name ? pathText(reading.source, name) : '', args: [] };
  return add(reading, { kind: 'struct', type, fields, ...placeOf(reading, node) });
}
