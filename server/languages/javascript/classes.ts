/** Classes and interfaces of one file with their members; knows no parent. */
import type ts from 'typescript';
import { readDecorators } from './calls';
import { readExpression } from './expressions';
import type { Binding, ClassFact, ClassMember, Expression } from './facts';
import { declareTypeParameters, readFunction } from './functions';
import { documentedType } from './jsdoc';
import { declare, inScope, placeOf, type Reader } from './reader';
import { readStatements } from './statements';
import { memberName, membersOf, typeOf, typeParametersOf } from './types';

export function readClass(reader: Reader, node: ts.ClassLikeDeclaration): number {
  const typescript = reader.ts;
  const { SyntaxKind } = typescript;
  const index = reader.classes.length;
  const members: ClassMember[] = [];
  const heritage = node.heritageClauses ?? [];
  const base = heritage.find((clause) => clause.token === SyntaxKind.ExtendsKeyword)?.types[0];
  const nameNode = node.name ?? node;
  const place = placeOf(reader, nameNode);
  reader.classes.push({ role: 'class', types: [], members, ...place, endColumn: place.column, scope: reader.scope });
  const saved = { class: reader.class, thisFunction: reader.thisFunction };
  inScope(reader, false, () => {
    if (node.name && typescript.isClassExpression(node))
      declare(reader, reader.scope, { name: node.name.text, kind: 'class', class: index, ...place });
    const typeParameters = typeParametersOf(reader, node.typeParameters);
    declareTypeParameters(reader, node.typeParameters);
    const extended = base && readExpression(reader, base.expression);
    const types = heritage
      .filter((clause) => clause.token === SyntaxKind.ImplementsKeyword)
      .flatMap((clause) => clause.types.map((type) => typeOf(reader, type) ?? ({ kind: 'other' } as const)));
    const extendsArguments = base?.typeArguments?.map((type) => typeOf(reader, type) ?? ({ kind: 'other' } as const));
    const fact: ClassFact = {
      ...(node.name && { name: node.name.text }),
      role: 'class',
      ...(extended && { extends: extended }),
      ...(extendsArguments && { extendsArguments }),
      types,
      members,
      ...(typeParameters && { typeParameters }),
      ...place,
      endColumn: place.column + (node.name?.text.length ?? 5),
      ...(node.modifiers?.some((modifier) => modifier.kind === SyntaxKind.AbstractKeyword) && { abstract: true }),
      scope: reader.scope,
    };
    reader.classes[index] = fact;
    reader.class = index;
    reader.thisFunction = undefined;
    readDecorators(reader, node, { class: index });
    for (const member of node.members) readMember(reader, member, index, fact);
  });
  reader.class = saved.class;
  reader.thisFunction = saved.thisFunction;
  return index;
}

function readMember(reader: Reader, node: ts.ClassElement, owner: number, fact: ClassFact): void {
  const typescript = reader.ts;
  const { SyntaxKind } = typescript;
  const modifiers = typescript.canHaveModifiers(node) ? (typescript.getModifiers(node) ?? []) : [];
  const has = (kind: ts.SyntaxKind): boolean => modifiers.some((modifier) => modifier.kind === kind);
  if (typescript.isConstructorDeclaration(node)) {
    const before = fact.members.length;
    node.parameters.forEach((parameter, position) => {
      const kinds = (parameter.modifiers ?? []).map((modifier) => modifier.kind);
      const isField = kinds.some(
        (kind) =>
          kind === SyntaxKind.PublicKeyword ||
          kind === SyntaxKind.PrivateKeyword ||
          kind === SyntaxKind.ProtectedKeyword ||
          kind === SyntaxKind.ReadonlyKeyword,
      );
      if (!isField || !typescript.isIdentifier(parameter.name)) return;
      const type = typeOf(reader, parameter.type);
      const hidden = kinds.some(
        (kind) =>
          kind === SyntaxKind.PrivateKeyword ||
          kind === SyntaxKind.ProtectedKeyword ||
          kind === SyntaxKind.ReadonlyKeyword,
      );
      fact.members.push({
        name: parameter.name.text,
        role: 'field',
        value: { kind: 'argument', function: reader.functions.length, index: position },
        ...(type && { type }),
        parameter: true,
        ...(!hidden && { mutable: true }),
        ...placeOf(reader, parameter.name),
      });
    });
    const index = readFunction(reader, node, { class: owner, name: 'constructor' });
    // Overload signatures have no body: the fields belong to the implementation.
    if (node.body || fact.constructor_ === undefined) fact.constructor_ = index;
    else fact.members.length = before;
    return;
  }
  if (typescript.isClassStaticBlockDeclaration(node)) return readStatements(reader, node.body.statements);
  if (!node.name) return;
  const name = memberName(reader, node.name);
  const key =
    name === undefined && typescript.isComputedPropertyName(node.name)
      ? { key: readExpression(reader, node.name.expression) }
      : {};
  const shared = {
    ...(name === undefined ? key : { name }),
    ...(has(SyntaxKind.StaticKeyword) && { static: true }),
    ...placeOf(reader, node.name),
  };
  if (typescript.isPropertyDeclaration(node)) {
    const type = typeOf(reader, node.type) ?? documentedType(reader, node, undefined, 'type');
    const saved = reader.thisFunction;
    reader.thisFunction = undefined;
    const { initializer } = node;
    const value: Expression | undefined =
      initializer && (typescript.isArrowFunction(initializer) || typescript.isFunctionExpression(initializer))
        ? {
            kind: 'function',
            function: readFunction(reader, initializer, {
              class: owner,
              ...(name !== undefined && { name }),
              ...(type && { type }),
            }),
          }
        : initializer && readExpression(reader, initializer);
    reader.thisFunction = saved;
    const hidden =
      has(SyntaxKind.ReadonlyKeyword) ||
      has(SyntaxKind.PrivateKeyword) ||
      has(SyntaxKind.ProtectedKeyword) ||
      typescript.isPrivateIdentifier(node.name);
    fact.members.push({
      ...shared,
      role: 'field',
      ...(type && { type }),
      ...(value && { value }),
      ...(!hidden && { mutable: true }),
    });
  } else if (
    typescript.isMethodDeclaration(node) ||
    typescript.isGetAccessorDeclaration(node) ||
    typescript.isSetAccessorDeclaration(node)
  ) {
    const index = readFunction(reader, node, {
      class: owner,
      ...(name !== undefined && { name }),
      static: has(SyntaxKind.StaticKeyword),
    });
    const role = typescript.isMethodDeclaration(node)
      ? 'method'
      : typescript.isGetAccessorDeclaration(node)
        ? 'get'
        : 'set';
    // An overload signature stands for the implementation that follows.
    if (
      role !== 'method' ||
      node.body ||
      has(SyntaxKind.AbstractKeyword) ||
      !fact.members.some((member) => member.name === name && member.role === role)
    )
      fact.members.push({ ...shared, role, function: index });
    if (role === 'method' && node.body && name !== undefined) {
      const earlier = fact.members.findIndex(
        (member) =>
          member.name === name &&
          member.role === 'method' &&
          member.function !== index &&
          Boolean(member.static) === has(SyntaxKind.StaticKeyword),
      );
      if (earlier >= 0) fact.members.splice(earlier, 1);
    }
  } else return;
  readDecorators(reader, node, { class: owner, ...(name !== undefined && { member: name }) });
}

export function readInterface(reader: Reader, node: ts.InterfaceDeclaration): Binding {
  const index = reader.classes.length;
  const place = placeOf(reader, node.name);
  inScope(reader, false, () => {
    declareTypeParameters(reader, node.typeParameters);
    const typeParameters = typeParametersOf(reader, node.typeParameters);
    const types = (node.heritageClauses ?? []).flatMap((clause) =>
      clause.types.map((type) => typeOf(reader, type) ?? ({ kind: 'other' } as const)),
    );
    reader.classes.push({
      name: node.name.text,
      role: 'interface',
      types,
      members: membersOf(reader, node.members),
      ...(typeParameters && { typeParameters }),
      ...place,
      endColumn: place.column + node.name.text.length,
      scope: reader.scope,
    });
  });
  return { name: node.name.text, kind: 'interface', class: index, ...place };
}
