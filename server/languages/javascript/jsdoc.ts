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

/** `@typedef` and `@import` declare names for the whole file, of types alone. */
export function readTypedefs(reader: Reader, node: ts.Node): void {
  for (const tag of tagsOf(reader, node)) {
    if (reader.ts.isJSDocImportTag(tag)) readImportTag(reader, tag);
    if (!reader.ts.isJSDocTypedefTag(tag) || !tag.name || !tag.typeExpression) continue;
    const type = typeOf(reader, tag.typeExpression);
    if (type) declare(reader, 0, { name: tag.name.text, kind: 'alias', alias: type, ...placeOf(reader, tag.name) });
  }
}

/** `@import Player, { Track as Tune } from './player.js'` */
function readImportTag(reader: Reader, { importClause, moduleSpecifier }: ts.JSDocImportTag): void {
  const typescript = reader.ts;
  if (!importClause || !typescript.isStringLiteralLike(moduleSpecifier)) return;
  const module = moduleSpecifier.text;
  const bind = (name: ts.Identifier, original: string): void => {
    const alias: TypeFact = { kind: 'imported', module, path: [original] };
    declare(reader, 0, { name: name.text, kind: 'alias', alias, ...placeOf(reader, name) });
  };
  const { name, namedBindings } = importClause;
  if (name) bind(name, 'default');
  if (!namedBindings) return;
  if (!typescript.isNamespaceImport(namedBindings)) {
    for (const element of namedBindings.elements) bind(element.name, (element.propertyName ?? element.name).text);
    return;
  }
  declare(reader, 0, {
    name: namedBindings.name.text,
    kind: 'import',
    values: [{ kind: 'imported', module, name: '*' }],
    ...placeOf(reader, namedBindings.name),
  });
}
