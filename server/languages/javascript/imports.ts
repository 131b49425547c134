/** What a file imports and exports, by statement; follows nothing. */
import type ts from 'typescript';
import { addExport, declare, placeOf, type Reader } from './reader';

export function isExported(reader: Reader, node: ts.HasModifiers): boolean {
  return Boolean(node.modifiers?.some((modifier) => modifier.kind === reader.ts.SyntaxKind.ExportKeyword)) || false;
}

export function exportNamed(reader: Reader, node: ts.HasModifiers, name: string): void {
  const isDefault = node.modifiers?.some((modifier) => modifier.kind === reader.ts.SyntaxKind.DefaultKeyword);
  addExport(reader, isDefault ? 'default' : name, { kind: 'name', name, scope: reader.scope });
}

export function readImport(reader: Reader, node: ts.ImportDeclaration): void {
  const typescript = reader.ts;
  if (!typescript.isStringLiteralLike(node.moduleSpecifier)) return;
  const module = node.moduleSpecifier.text;
  const bind = (identifier: ts.Identifier, name: string): void => {
    declare(reader, reader.scope, {
      name: identifier.text,
      kind: 'import',
      values: [{ kind: 'imported', module, name }],
      ...placeOf(reader, identifier),
    });
  };
  const clause = node.importClause;
  if (clause?.name) bind(clause.name, 'default');
  const named = clause?.namedBindings;
  if (!named) return;
  if (typescript.isNamespaceImport(named)) bind(named.name, '*');
  else for (const element of named.elements) bind(element.name, (element.propertyName ?? element.name).text);
}

export function readExport(reader: Reader, node: ts.ExportDeclaration): void {
  const typescript = reader.ts;
  const module =
    node.moduleSpecifier && typescript.isStringLiteralLike(node.moduleSpecifier)
      ? node.moduleSpecifier.text
      : undefined;
  const clause = node.exportClause;
  if (!clause) {
    if (module !== undefined) reader.stars.push(module);
    return;
  }
  if (typescript.isNamespaceExport(clause)) {
    if (module !== undefined) addExport(reader, clause.name.text, { kind: 'imported', module, name: '*' });
    return;
  }
  for (const element of clause.elements) {
    const original = (element.propertyName ?? element.name).text;
    addExport(
      reader,
      element.name.text,
      module === undefined
        ? { kind: 'name', name: original, scope: reader.scope }
        : { kind: 'imported', module, name: original },
    );
  }
}
