/** Patterns: the names they bring in, and the paths and strings they ask for. */
import type { Arm, Binding, PatternPart, Step, TypeRef } from './facts';
import { stringValue } from './source';
import type { Source } from './source';
import { child } from './syntax';
import type { Syntax } from './syntax';
import { pathText } from './types';

interface Scope {
  readonly from: number;
  readonly to: number;
  readonly type?: TypeRef | undefined;
  readonly value?: number | undefined;
  readonly closure?: Binding['closure'];
}

/** Adds a binding for every name the pattern brings in. */
export function bind(
  source: Source,
  pattern: Syntax | undefined,
  scope: Scope,
  into: Binding[],
  steps: readonly Step[] = [],
): void {
  if (!pattern || steps.length > 12) return;
  const deeper = (next: Syntax | undefined, ...more: Step[]): void =>
    bind(source, next, scope, into, [...steps, ...more]);
  switch (pattern.type) {
    case 'identifier':
    case 'shorthand_field_identifier': {
      const name = source.of(pattern);
      if (!/^[A-Z]/.test(name))
        into.push({
          name,
          from: scope.from,
          to: scope.to,
          steps,
          ...(scope.type && { type: scope.type }),
          ...(scope.value !== undefined && { value: scope.value }),
          ...(scope.closure && { closure: scope.closure }),
        });
      return;
    }
    case 'tuple_pattern':
      pattern.children.forEach((part, index) => deeper(part, { kind: 'item', index }));
      return;
    case 'tuple_struct_pattern': {
      const type = child(pattern, 'type');
      const path = type ? pathText(source, type) : '';
      pattern.children
        .filter((part) => part !== type)
        .forEach((part, index) => deeper(part, { kind: 'variant', path, index }));
      return;
    }
    case 'struct_pattern': {
      const type = child(pattern, 'type');
      const path = type ? pathText(source, type) : '';
      for (const field of pattern.children.filter((part) => part.type === 'field_pattern')) {
        const name = child(field, 'name');
        if (name) deeper(child(field, 'pattern') ?? name, { kind: 'field', path, name: source.of(name) });
      }
      return;
    }
    case 'field_identifier':
      return;
    case 'slice_pattern':
      for (const part of pattern.children) deeper(part, { kind: 'element' });
      return;
    case 'ref_pattern':
    case 'mut_pattern':
    case 'reference_pattern':
    case 'or_pattern':
    case 'captured_pattern':
    case 'match_pattern':
    case 'parenthesized_pattern':
      for (const part of pattern.children) if (part.field !== 'condition') deeper(part);
      return;
    default:
      return;
  }
}

/** The paths and strings a pattern asks for, alternatives side by side. */
export function partsOf(source: Source, pattern: Syntax | undefined, inside: readonly string[] = []): PatternPart[] {
  if (!pattern || inside.length > 12) return [];
  const spot = source.spot(pattern.start);
  switch (pattern.type) {
    case 'identifier':
      return /^[A-Z]/.test(source.of(pattern)) ? [{ path: source.of(pattern), spot, inside }] : [];
    case 'scoped_identifier':
      return [{ path: pathText(source, pattern), spot, inside }];
    case 'string_literal':
    case 'raw_string_literal':
      return [{ text: stringValue(source.of(pattern)), spot, inside }];
    case 'tuple_struct_pattern':
    case 'struct_pattern': {
      const type = child(pattern, 'type');
      const path = type ? pathText(source, type) : '';
      const rest = pattern.children.filter((part) => part !== type);
      return [
        { path, spot, inside },
        ...rest.flatMap((part) =>
          partsOf(source, part.type === 'field_pattern' ? child(part, 'pattern') : part, [...inside, path]),
        ),
      ];
    }
    case 'tuple_pattern':
    case 'slice_pattern':
    case 'ref_pattern':
    case 'mut_pattern':
    case 'reference_pattern':
    case 'or_pattern':
    case 'captured_pattern':
    case 'match_pattern':
      return pattern.children.flatMap((part) => (part.field === 'condition' ? [] : partsOf(source, part, inside)));
    default:
      return [];
  }
}

export function armOf(source: Source, pattern: Syntax, value: number, end: number): Arm {
  return {
    parts: partsOf(source, pattern),
    value,
    spot: source.spot(pattern.start),
    endLine: source.spot(Math.max(pattern.start, end - 1))[0],
    ...(child(pattern, 'condition') && { guarded: true as const }),
  };
}
