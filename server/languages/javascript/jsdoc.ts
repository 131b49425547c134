/** Types that JavaScript files state in documentation comments; TypeScript files are never asked. */
import type ts from 'typescript';
import type { TypeFact } from './facts';
import { declare, placeOf, type Reader } from './reader';
import { typeOf } from './types';

interface Documented {
  readonly jsDoc?: readonly ts.JSDoc[];
}

function tagsOf(reader: Reader, ...nodes: readonly (ts.Node | undefined)[]): ts.JSDocTag[] {
  if (reader.typed) return [];
  return nodes.flatMap((node) =>
    ((node as Documented | undefined)?.jsDoc ?? []).flatMap((comment) => [...(comment.tags ?? [])]),
  );
}

export function documentedType(
  reader: Reader,
  node: ts.Node,
  around: ts.Node | undefined,
  tag: 'returns' | 'this' | 'type',
): TypeFact | undefined {
  const typescript = reader.ts;
  for (const candidate of tagsOf(reader, node, around)) {
    const expression =
      (tag === 'returns' && typescript.isJSDocReturnTag(candidate) && candidate.typeExpression) ||
      (tag === 'this' && typescript.isJSDocThisTag(candidate) && candidate.typeExpression) ||
      (tag === 'type' && typescript.isJSDocTypeTag(candidate) && candidate.typeExpression);
    const type = expression ? typeOf(reader, expression) : undefined;
    if (type) return type;
  }
  return undefined;
}

export function documentedParameters(
  reader: Reader,
  node: ts.Node,
  around: ts.Node | undefined,
): ReadonlyMap<string, TypeFact> | undefined {
  const typescript = reader.ts;
  let types: Map<string, TypeFact> | undefined;
  for (const tag of tagsOf(reader, node, around)) {
    if (!typescript.isJSDocParameterTag(tag) || !typescript.isIdentifier(tag.name)) continue;
    const type = typeOf(reader, tag.typeExpression);
    if (type) (types ??= new Map()).set(tag.name.text, type);
  }
  return types;
}

/** `@typedef` declares a name for the whole file. */
export function readTypedefs(reader: Reader, node: ts.Node): void {
  for (const tag of tagsOf(reader, node)) {
    if (!reader.ts.isJSDocTypedefTag(tag) || !tag.name || !tag.typeExpression) continue;
    const type = typeOf(reader, tag.typeExpression);
    if (type) declare(reader, 0, { name: tag.name.text, kind: 'alias', alias: type, ...placeOf(reader, tag.name) });
  }
}
