/** Types, generics and bounds as written in the tree. */
import type { Generic, TypeRef } from './facts';
import type { Source } from './source';
import { child, childOfType } from './syntax';
import type { Syntax } from './syntax';

const other: TypeRef = { kind: 'other' };

/** Path as written, without generics and spaces: `crate::events::OrderPlaced`. */
export function pathText(source: Source, node: Syntax): string {
  const text = source.of(node);
  return /[<\s/]/.test(text)
    ? text
        .replace(/\/\*[\s\S]*?\*\/|\/\/[^\n]*/g, '')
        .replace(/\s+/g, '')
        .replace(/::<.*?>(?=::|$)|<.*>/g, '')
    : text;
}

export function typeOf(source: Source, node: Syntax | undefined, depth = 0): TypeRef {
  if (!node || depth > 40) return other;
  const inner = (next: Syntax | undefined): TypeRef => typeOf(source, next, depth + 1);
  switch (node.type) {
    case 'type_identifier':
    case 'scoped_type_identifier':
    case 'scoped_identifier':
    case 'identifier':
    case 'primitive_type':
    case 'self':
    case 'metavariable':
      return { kind: 'path', path: pathText(source, node), args: [] };
    case 'generic_type': {
      const base = child(node, 'type');
      return {
        kind: 'path',
        path: base ? pathText(source, base) : '',
        ...typeArguments(source, child(node, 'type_arguments'), depth),
      };
    }
    case 'reference_type':
    case 'pointer_type':
      return inner(child(node, 'type'));
    case 'array_type':
      return { kind: 'path', path: '[]', args: [inner(child(node, 'element'))] };
    case 'tuple_type':
      return { kind: 'tuple', items: node.children.map(inner) };
    case 'unit_type':
      return { kind: 'tuple', items: [] };
    case 'dynamic_type':
    case 'abstract_type':
      return {
        kind: node.type === 'dynamic_type' ? 'dyn' : 'impl',
        bounds: boundsOf(source, child(node, 'trait'), depth),
      };
    case 'bounded_type': {
      const bounds = boundsOf(source, node, depth);
      const [first] = bounds;
      return first && (first.kind === 'dyn' || first.kind === 'impl') ? first : { kind: 'dyn', bounds };
    }
    case 'function_type': {
      const returns = child(node, 'return_type');
      return {
        kind: 'function',
        parameters: (child(node, 'parameters')?.children ?? []).map((parameter) =>
          inner(child(parameter, 'type') ?? parameter),
        ),
        ...(returns && { returns: inner(returns) }),
      };
    }
    case 'parenthesized_type':
    case 'higher_ranked_trait_bound':
      return inner(child(node, 'type') ?? node.children.at(-1));
    default:
      return other;
  }
}

function boundsOf(source: Source, node: Syntax | undefined, depth: number): TypeRef[] {
  if (!node || depth > 40) return [];
  if (node.type !== 'bounded_type' && node.type !== 'trait_bounds') return [typeOf(source, node, depth + 1)];
  return node.children.filter((part) => part.type !== 'lifetime').flatMap((part) => boundsOf(source, part, depth + 1));
}

export function typeArguments(
  source: Source,
  node: Syntax | undefined,
  depth = 0,
): { args: TypeRef[]; outputs?: Record<string, TypeRef> } {
  if (!node) return { args: [] };
  const outputs: Record<string, TypeRef> = {};
  const args: TypeRef[] = [];
  for (const part of node.children)
    if (part.type === 'type_binding') {
      const name = child(part, 'name');
      if (name) outputs[source.of(name)] = typeOf(source, child(part, 'type'), depth + 1);
    } else if (part.type === '_') args.push(other);
    else if (part.type !== 'lifetime') args.push(typeOf(source, part, depth + 1));
  return Object.keys(outputs).length > 0 ? { args, outputs } : { args };
}

/** Type parameters of an item, with what its where clause adds. */
export function genericsOf(source: Source, node: Syntax): Generic[] {
  const found = new Map<string, TypeRef[]>();
  for (const parameter of child(node, 'type_parameters')?.children ?? []) {
    const name = parameter.type === 'type_parameter' ? child(parameter, 'name') : undefined;
    if (name) found.set(source.of(name), boundsOf(source, child(parameter, 'bounds'), 0));
  }
  for (const predicate of childOfType(node, 'where_clause')?.children ?? []) {
    const left = child(predicate, 'left');
    const bounds = left && found.get(source.of(left));
    if (bounds) bounds.push(...boundsOf(source, child(predicate, 'bounds'), 0));
  }
  return [...found].map(([name, bounds]) => ({ name, bounds }));
}

export function traitBounds(source: Source, node: Syntax): TypeRef[] {
  return boundsOf(source, child(node, 'bounds'), 0);
}
