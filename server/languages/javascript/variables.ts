/** Variables as they are declared: their values, their types, and the patterns that take values apart. */
import type ts from 'typescript';
import { readFunction } from './functions';
import { readPattern } from './patterns';
import { readExpression } from './expressions';
import type { Expression } from './facts';
import { documentedType } from './jsdoc';
import { addExport, declare, other, placeOf, type Reader } from './reader';
import { typeOf } from './types';

export function isVar(reader: Reader, list: ts.VariableDeclarationList): boolean {
  return (list.flags & reader.ts.NodeFlags.BlockScoped) === 0;
}

export function declareVariable(
  reader: Reader,
  name: ts.BindingName,
  value: Expression | undefined,
  hoisted: boolean,
): void {
  const scope = hoisted ? reader.functionScope : reader.scope;
  if (reader.ts.isIdentifier(name))
    declare(reader, scope, {
      name: name.text,
      kind: 'variable',
      ...(value && { values: [value] }),
      ...placeOf(reader, name),
    });
  else readPattern(reader, name, value ?? other, scope);
}

export function readVariables(
  reader: Reader,
  list: ts.VariableDeclarationList,
  exported: boolean,
  statement?: ts.Node,
): void {
  const typescript = reader.ts;
  const scope = isVar(reader, list) ? reader.functionScope : reader.scope;
  for (const declaration of list.declarations) {
    const { initializer, name } = declaration;
    const type = typeOf(reader, declaration.type) ?? documentedType(reader, declaration, statement, 'type');
    let value: Expression | undefined;
    if (
      initializer &&
      (typescript.isArrowFunction(initializer) || typescript.isFunctionExpression(initializer)) &&
      typescript.isIdentifier(name)
    )
      value = {
        kind: 'function',
        function: readFunction(reader, initializer, {
          name: name.text,
          ...(type && { type }),
          ...(statement && { documentation: statement }),
        }),
      };
    else if (initializer) value = readExpression(reader, initializer);
    if (typescript.isIdentifier(name)) {
      declare(reader, scope, {
        name: name.text,
        kind: 'variable',
        ...(value && value.kind !== 'other' && { values: [value] }),
        ...(type && type.kind !== 'other' && { type }),
        ...placeOf(reader, name),
      });
      if (exported) addExport(reader, name.text, { kind: 'name', name: name.text, scope: reader.scope });
    } else {
      readPattern(reader, name, value ?? other, scope, type);
      if (exported) exportPattern(reader, name);
    }
  }
}

function exportPattern(reader: Reader, pattern: ts.BindingPattern): void {
  for (const element of pattern.elements) {
    if (!reader.ts.isBindingElement(element)) continue;
    if (reader.ts.isIdentifier(element.name))
      addExport(reader, element.name.text, { kind: 'name', name: element.name.text, scope: reader.scope });
    else exportPattern(reader, element.name);
  }
}
