/** Functions and their parameters of one file; knows nothing of other files. */
import type ts from 'typescript';
import { readDecorators } from './calls';
import { readExpression } from './expressions';
import type { Expression, FunctionFact, Parameter, TypeFact } from './facts';
import { documentedParameters, documentedType } from './jsdoc';
import { readPattern } from './patterns';
import { declare, endLineOf, inScope, placeOf, type Reader } from './reader';
import { readStatements } from './statements';
import { typeOf } from './types';

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

export function declareTypeParameters(
  reader: Reader,
  nodes: ts.NodeArray<ts.TypeParameterDeclaration> | undefined,
): void {
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
