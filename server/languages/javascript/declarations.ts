/** Functions, parameters, classes and destructuring of one file; knows nothing of other files. */
import type ts from 'typescript';
import { readDecorators, readExpression } from './expressions';
import type { Binding, ClassFact, ClassMember, Expression, FunctionFact, Parameter, TypeFact } from './facts';
import { documentedParameters, documentedType } from './jsdoc';
import { declare, endLineOf, inScope, placeOf, type Reader } from './reader';
import { readStatements } from './statements';
import { memberName, membersOf, typeOf, typeParametersOf } from './types';

interface Placement {
  readonly owner?: Expression;
  readonly name?: string;
  readonly class?: number;
  readonly static?: boolean;
  readonly documentation?: ts.Node;
  /** Of the variable or field it is written into. */
  readonly type?: TypeFact;
}

export function readFunction(reader: Reader, node: ts.SignatureDeclaration, placement: Placement = {}): number {
  const typescript = reader.ts;
  const arrow = typescript.isArrowFunction(node);
  const name = placement.name ?? (node.name && typescript.isIdentifier(node.name) ? node.name.text : undefined);
  const index = reader.functions.length;
  const returns: Expression[] = [];
  const parameters: Parameter[] = [];
  const fact: FunctionFact & { returnsFalse?: { line: number; column: number } } = {
    ...(name !== undefined && { name }),
    role: roleOf(reader, node),
    parameters,
    ...(placement.class !== undefined && { class: placement.class }),
    ...(placement.static && { static: true }),
    ...(placement.owner && { owner: placement.owner }),
    ...(placement.type && placement.type.kind !== 'other' && { givenType: placement.type }),
    ...(reader.function !== undefined && { outer: reader.function }),
    returns,
    ...placeOf(reader, node.name ?? node),
    endLine: endLineOf(reader, node),
  };
  reader.functions.push(fact);
  const saved = { function: reader.function, thisFunction: reader.thisFunction, class: reader.class };
  inScope(reader, true, () => {
    declareTypeParameters(reader, node.typeParameters);
    reader.function = index;
    if (!arrow) reader.thisFunction = index;
    if (typescript.isFunctionExpression(node) && node.name)
      declare(reader, reader.scope, {
        name: node.name.text,
        kind: 'function',
        function: index,
        ...placeOf(reader, node.name),
      });
    const returnType = typeOf(reader, node.type) ?? documentedType(reader, node, placement.documentation, 'returns');
    if (returnType && returnType.kind !== 'other') fact.returnType = returnType;
    const thisType = documentedType(reader, node, placement.documentation, 'this');
    if (thisType) fact.thisType = thisType;
    readParameters(reader, node, index, parameters, placement);
    const { body } = node as ts.FunctionLikeDeclaration;
    if (!body) return;
    if (typescript.isBlock(body)) readStatements(reader, body.statements);
    else returns.push(readExpression(reader, body));
  });
  reader.function = saved.function;
  reader.thisFunction = saved.thisFunction;
  reader.class = saved.class;
  return index;
}

function roleOf(reader: Reader, node: ts.SignatureDeclaration): FunctionFact['role'] {
  const { SyntaxKind } = reader.ts;
  switch (node.kind) {
    case SyntaxKind.ArrowFunction:
      return 'arrow';
    case SyntaxKind.MethodDeclaration:
      return 'method';
    case SyntaxKind.Constructor:
      return 'constructor';
    case SyntaxKind.GetAccessor:
      return 'get';
    case SyntaxKind.SetAccessor:
      return 'set';
    default:
      return 'function';
  }
}

function readParameters(
  reader: Reader,
  node: ts.SignatureDeclaration,
  index: number,
  parameters: Parameter[],
  placement: Placement,
): void {
  const typescript = reader.ts;
  const documented = documentedParameters(reader, node, placement.documentation);
  for (const parameter of node.parameters) {
    if (!typescript.isParameter(parameter)) continue;
    const identifier = typescript.isIdentifier(parameter.name) ? parameter.name : undefined;
    const type = typeOf(reader, parameter.type) ?? (identifier && documented?.get(identifier.text));
    if (identifier?.text === 'this') {
      const fact = reader.functions[index];
      if (fact && type) fact.thisType = type;
      continue;
    }
    const position = parameters.length;
    const fallback = parameter.initializer ? readExpression(reader, parameter.initializer) : undefined;
    parameters.push({
      ...(identifier && { name: identifier.text }),
      ...(type && type.kind !== 'other' && { type }),
      ...(fallback && fallback.kind !== 'other' && { default: fallback }),
      ...(parameter.dotDotDotToken && { rest: true }),
      ...((parameter.questionToken ?? parameter.initializer) && { optional: true }),
    });
    if (identifier)
      declare(reader, reader.scope, {
        name: identifier.text,
        kind: 'parameter',
        function: index,
        index: position,
        ...placeOf(reader, identifier),
      });
    else
      readPattern(
        reader,
        parameter.name as ts.BindingPattern,
        { kind: 'argument', function: index, index: position },
        reader.scope,
        type,
      );
    if (parameter.modifiers?.length && placement.class !== undefined)
      readDecorators(reader, parameter, { class: placement.class, function: index, parameter: position });
  }
}

function declareTypeParameters(reader: Reader, nodes: ts.NodeArray<ts.TypeParameterDeclaration> | undefined): void {
  for (const node of nodes ?? []) {
    const constraint = typeOf(reader, node.constraint);
    declare(reader, reader.scope, {
      name: node.name.text,
      kind: 'typeParameter',
      ...placeOf(reader, node),
      ...(constraint && { type: constraint }),
    });
  }
}

/** `const { a, b: { c = 1 }, ...rest } = from` as one variable per name. */
export function readPattern(
  reader: Reader,
  pattern: ts.BindingPattern,
  from: Expression,
  scope: number,
  type?: TypeFact,
): void {
  const typescript = reader.ts;
  pattern.elements.forEach((element, position) => {
    if (!typescript.isBindingElement(element)) return;
    const key = element.propertyName ?? element.name;
    let value: Expression = from;
    let elementType: TypeFact | undefined;
    if (!element.dotDotDotToken) {
      if (typescript.isArrayBindingPattern(pattern))
        value = { kind: 'element', object: from, key: { kind: 'literal', value: position } };
      else {
        const name =
          typescript.isObjectBindingPattern(key) || typescript.isArrayBindingPattern(key)
            ? undefined
            : memberName(reader, key as ts.PropertyName);
        value =
          name === undefined
            ? {
                kind: 'element',
                object: from,
                key: typescript.isComputedPropertyName(key)
                  ? readExpression(reader, key.expression)
                  : { kind: 'other' },
              }
            : { kind: 'member', object: from, name };
        if (type && name !== undefined)
          elementType = { kind: 'index', object: type, key: { kind: 'literal', text: name } };
      }
    }
    if (element.initializer) value = { kind: 'either', options: [value, readExpression(reader, element.initializer)] };
    if (typescript.isIdentifier(element.name))
      declare(reader, scope, {
        name: element.name.text,
        kind: 'variable',
        values: [value],
        ...(elementType && { type: elementType }),
        ...placeOf(reader, element.name),
      });
    else readPattern(reader, element.name, value, scope, elementType);
  });
}

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
