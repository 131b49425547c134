/** Statements of one file: declarations, imports, exports and control flow that hides expressions. */
import type ts from 'typescript';
import { readClass, readInterface } from './classes';
import { readFunction } from './functions';
import { readExpression } from './expressions';
import type { Expression, ObjectMember } from './facts';
import { exportNamed, isExported, readExport, readImport } from './imports';
import { readTypedefs } from './jsdoc';
import { addExport, declare, inScope, placeOf, type Reader } from './reader';
import { memberName, typeOf } from './types';
import { declareVariable, isVar, readVariables } from './variables';

export function readStatements(reader: Reader, statements: readonly ts.Statement[]): void {
  for (const statement of statements) readStatement(reader, statement);
}

export function readStatement(reader: Reader, node: ts.Node): void {
  const typescript = reader.ts;
  const { SyntaxKind } = typescript;
  if (!reader.typed) readTypedefs(reader, node);
  switch (node.kind) {
    case SyntaxKind.ExpressionStatement:
      readExpressionStatement(reader, node as ts.ExpressionStatement);
      return;
    case SyntaxKind.VariableStatement: {
      const statement = node as ts.VariableStatement;
      readVariables(reader, statement.declarationList, isExported(reader, statement), statement);
      return;
    }
    case SyntaxKind.FunctionDeclaration: {
      const declaration = node as ts.FunctionDeclaration;
      if (!declaration.body && reader.typed && declaration.name && hasBinding(reader, declaration.name.text)) return;
      const index = readFunction(reader, declaration);
      if (declaration.name) {
        const binding = declare(reader, reader.scope, {
          name: declaration.name.text,
          kind: 'function',
          function: index,
          ...placeOf(reader, declaration.name),
        });
        // The implementation, which comes last, stands for its overloads.
        binding.function = index;
        if (isExported(reader, declaration)) exportNamed(reader, declaration, declaration.name.text);
      } else addExport(reader, 'default', { kind: 'function', function: index });
      return;
    }
    case SyntaxKind.ClassDeclaration: {
      const declaration = node as ts.ClassDeclaration;
      if (declaration.name) {
        // Declared first: its own methods name it.
        const index = reader.classes.length;
        declare(reader, reader.scope, {
          name: declaration.name.text,
          kind: 'class',
          class: index,
          ...placeOf(reader, declaration.name),
        });
        readClass(reader, declaration);
        if (isExported(reader, declaration)) exportNamed(reader, declaration, declaration.name.text);
      } else addExport(reader, 'default', { kind: 'class', class: readClass(reader, declaration) });
      return;
    }
    case SyntaxKind.InterfaceDeclaration: {
      const binding = readInterface(reader, node as ts.InterfaceDeclaration);
      declare(reader, reader.scope, binding);
      if (isExported(reader, node as ts.InterfaceDeclaration))
        exportNamed(reader, node as ts.InterfaceDeclaration, binding.name);
      return;
    }
    case SyntaxKind.TypeAliasDeclaration: {
      const alias = node as ts.TypeAliasDeclaration;
      const type = typeOf(reader, alias.type);
      declare(reader, reader.scope, {
        name: alias.name.text,
        kind: 'alias',
        ...(type && { alias: type }),
        ...placeOf(reader, alias.name),
      });
      if (isExported(reader, alias)) exportNamed(reader, alias, alias.name.text);
      return;
    }
    case SyntaxKind.EnumDeclaration: {
      const enumeration = node as ts.EnumDeclaration;
      declare(reader, reader.scope, {
        name: enumeration.name.text,
        kind: 'enum',
        members: enumMembers(reader, enumeration),
        ...placeOf(reader, enumeration.name),
      });
      if (isExported(reader, enumeration)) exportNamed(reader, enumeration, enumeration.name.text);
      return;
    }
    case SyntaxKind.ModuleDeclaration:
      readNamespace(reader, node as ts.ModuleDeclaration);
      return;
    case SyntaxKind.ImportDeclaration:
      readImport(reader, node as ts.ImportDeclaration);
      return;
    case SyntaxKind.ImportEqualsDeclaration: {
      const equals = node as ts.ImportEqualsDeclaration;
      const reference = equals.moduleReference;
      const value: Expression =
        typescript.isExternalModuleReference(reference) && typescript.isStringLiteralLike(reference.expression)
          ? { kind: 'imported', module: reference.expression.text, name: '*' }
          : readExpression(reader, reference);
      declare(reader, reader.scope, {
        name: equals.name.text,
        kind: 'import',
        values: [value],
        ...placeOf(reader, equals.name),
      });
      return;
    }
    case SyntaxKind.ExportDeclaration:
      readExport(reader, node as ts.ExportDeclaration);
      return;
    case SyntaxKind.ExportAssignment: {
      const assignment = node as ts.ExportAssignment;
      addExport(
        reader,
        assignment.isExportEquals ? 'module.exports' : 'default',
        readExpression(reader, assignment.expression),
      );
      return;
    }
    case SyntaxKind.ReturnStatement: {
      const { expression } = node as ts.ReturnStatement;
      const value = readExpression(reader, expression);
      const fact = reader.function === undefined ? undefined : reader.functions[reader.function];
      if (!fact || !expression) return;
      if (value.kind !== 'other' && value.kind !== 'literal') fact.returns.push(value);
      else if (value.kind === 'literal' && value.value === false)
        Object.assign(fact, { returnsFalse: placeOf(reader, expression) });
      return;
    }
    case SyntaxKind.Block:
      inScope(reader, false, () => {
        readStatements(reader, (node as ts.Block).statements);
      });
      return;
    case SyntaxKind.ForOfStatement:
    case SyntaxKind.ForInStatement: {
      const loop = node as ts.ForOfStatement;
      inScope(reader, false, () => {
        const of = readExpression(reader, loop.expression);
        const element: Expression = { kind: node.kind === SyntaxKind.ForInStatement ? 'key' : 'each', of };
        if (typescript.isVariableDeclarationList(loop.initializer))
          for (const variable of loop.initializer.declarations)
            declareVariable(reader, variable.name, element, isVar(reader, loop.initializer));
        else if (typescript.isIdentifier(loop.initializer))
          reader.writes.push({ name: loop.initializer.text, scope: reader.scope, value: element });
        readStatement(reader, loop.statement);
      });
      return;
    }
    case SyntaxKind.ForStatement: {
      const loop = node as ts.ForStatement;
      inScope(reader, false, () => {
        if (loop.initializer && typescript.isVariableDeclarationList(loop.initializer))
          readVariables(reader, loop.initializer, false);
        else readExpression(reader, loop.initializer);
        readExpression(reader, loop.condition);
        readExpression(reader, loop.incrementor);
        readStatement(reader, loop.statement);
      });
      return;
    }
    case SyntaxKind.SwitchStatement:
      readSwitch(reader, node as ts.SwitchStatement);
      return;
    case SyntaxKind.EmptyStatement:
    case SyntaxKind.BreakStatement:
    case SyntaxKind.ContinueStatement:
      return;
    default:
      typescript.forEachChild(node, (child) => {
        if (child.kind >= SyntaxKind.FirstStatement && child.kind <= SyntaxKind.LastStatement)
          readStatement(reader, child);
        else if (child.kind === SyntaxKind.Block || child.kind === SyntaxKind.VariableStatement)
          readStatement(reader, child);
        else if (child.kind === SyntaxKind.CatchClause) readStatement(reader, (child as ts.CatchClause).block);
        else readExpression(reader, child);
      });
  }
}

function hasBinding(reader: Reader, name: string): boolean {
  return reader.scopes[reader.scope]?.names[name] !== undefined;
}

function readExpressionStatement(reader: Reader, node: ts.ExpressionStatement): void {
  const { expression } = node;
  const typescript = reader.ts;
  // JSDoc of `X.prototype.run = function` hangs on the statement.
  if (
    !reader.typed &&
    typescript.isBinaryExpression(expression) &&
    typescript.isFunctionExpression(expression.right) &&
    typescript.isPropertyAccessExpression(expression.left)
  ) {
    const object = readExpression(reader, expression.left.expression);
    const name = expression.left.name.text;
    const value: Expression = {
      kind: 'function',
      function: readFunction(reader, expression.right, { owner: object, name, documentation: node }),
    };
    reader.assignments.push({
      object,
      name,
      value,
      ...(reader.function !== undefined && { function: reader.function }),
    });
    if (object.kind === 'name' && object.name === 'exports') addExport(reader, name, value);
    if (object.kind === 'name' && object.name === 'module' && name === 'exports')
      addExport(reader, 'module.exports', value);
    if (object.kind === 'member' && object.name === 'exports') addExport(reader, name, value);
    return;
  }
  readExpression(reader, expression);
}

function enumMembers(reader: Reader, node: ts.EnumDeclaration): ObjectMember[] {
  return node.members.map((member, position) => ({
    name: memberName(reader, member.name) ?? '',
    value: member.initializer ? readExpression(reader, member.initializer) : { kind: 'literal', value: position },
    ...placeOf(reader, member.name),
  }));
}

function readNamespace(reader: Reader, node: ts.ModuleDeclaration): void {
  const typescript = reader.ts;
  if (!node.body) return;
  if (!typescript.isIdentifier(node.name)) {
    // `declare module 'x'` adds to another module: its declarations are not this file's exports.
    if (typescript.isModuleBlock(node.body)) {
      const { body } = node;
      inScope(reader, true, () => {
        readStatements(reader, body.statements);
      });
    }
    return;
  }
  if (
    node.name.text === 'global' &&
    node.flags & typescript.NodeFlags.GlobalAugmentation &&
    typescript.isModuleBlock(node.body)
  ) {
    const { statements } = node.body;
    inScope(reader, true, () => {
      reader.ambient.push(reader.scope);
      readStatements(reader, statements);
    });
    return;
  }
  const outer = reader.scope;
  const members: ObjectMember[] = [];
  const { body } = node;
  const savedExports = { ...reader.exports };
  inScope(reader, true, () => {
    for (const key of Object.keys(reader.exports)) delete reader.exports[key];
    if (typescript.isModuleBlock(body)) readStatements(reader, body.statements);
    else readStatement(reader, body);
    for (const [name, values] of Object.entries(reader.exports)) {
      const [value] = values;
      if (value) members.push({ name, value, ...placeOf(reader, node.name) });
    }
    for (const key of Object.keys(reader.exports)) delete reader.exports[key];
    Object.assign(reader.exports, savedExports);
  });
  declare(reader, outer, { name: node.name.text, kind: 'namespace', members, ...placeOf(reader, node.name) });
  if (isExported(reader, node)) addExport(reader, node.name.text, { kind: 'name', name: node.name.text, scope: outer });
}

function readSwitch(reader: Reader, node: ts.SwitchStatement): void {
  const on = readExpression(reader, node.expression);
  const cases: { value: Expression; line: number; column: number }[] = [];
  inScope(reader, false, () => {
    for (const clause of node.caseBlock.clauses) {
      if (reader.ts.isCaseClause(clause))
        cases.push({ value: readExpression(reader, clause.expression), ...placeOf(reader, clause.expression) });
      readStatements(reader, clause.statements);
    }
  });
  const named = cases.some(
    (entry) => entry.value.kind === 'string' || entry.value.kind === 'member' || entry.value.kind === 'name',
  );
  if (named && on.kind !== 'other')
    reader.switches.push({ on, cases, ...(reader.function !== undefined && { function: reader.function }) });
}

/** Markup: only the expressions in its attributes and children matter. */
export function readJsx(reader: Reader, node: ts.Node): void {
  reader.ts.forEachChild(node, (child) => void readExpression(reader, child));
}
