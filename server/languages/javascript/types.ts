/** Type annotations and JSDoc types as symbolic facts; knows no other file and resolves nothing. */
import type ts from 'typescript';
import type { ClassMember, Expression, TypeFact, TypeParameter } from './facts';
import { placeOf, type Reader } from './reader';

const unknown: TypeFact = { kind: 'other' };
const maximumDepth = 12;

export function typeOf(reader: Reader, node: ts.Node | undefined, depth = 0): TypeFact | undefined {
  if (!node || depth > maximumDepth) return undefined;
  const { SyntaxKind } = reader.ts;
  const inner = (child: ts.Node | undefined): TypeFact => typeOf(reader, child, depth + 1) ?? unknown;
  switch (node.kind) {
    case SyntaxKind.TypeReference: {
      const reference = node as ts.TypeReferenceNode;
      const path = entityPath(reader, reference.typeName);
      return path ? refOf(reader, path, reference.typeArguments, depth) : unknown;
    }
    case SyntaxKind.ExpressionWithTypeArguments: {
      const clause = node as ts.ExpressionWithTypeArguments;
      const path = entityPath(reader, clause.expression);
      return path ? refOf(reader, path, clause.typeArguments, depth) : unknown;
    }
    case SyntaxKind.UnionType:
      return { kind: 'union', types: (node as ts.UnionTypeNode).types.map(inner) };
    case SyntaxKind.IntersectionType:
      return { kind: 'intersection', types: (node as ts.IntersectionTypeNode).types.map(inner) };
    case SyntaxKind.ArrayType:
      return { kind: 'array', of: inner((node as ts.ArrayTypeNode).elementType) };
    case SyntaxKind.TupleType: {
      const types = (node as ts.TupleTypeNode).elements.map(inner);
      return { kind: 'array', of: { kind: 'union', types } };
    }
    case SyntaxKind.NamedTupleMember:
      return inner((node as ts.NamedTupleMember).type);
    case SyntaxKind.LiteralType: {
      const { literal } = node as ts.LiteralTypeNode;
      return reader.ts.isStringLiteralLike(literal)
        ? { kind: 'literal', text: literal.text }
        : { kind: 'primitive', name: 'literal' };
    }
    case SyntaxKind.TypeLiteral:
      return { kind: 'object', members: membersOf(reader, (node as ts.TypeLiteralNode).members, depth) };
    case SyntaxKind.FunctionType:
    case SyntaxKind.ConstructorType: {
      const signature = node as ts.FunctionTypeNode;
      return {
        kind: 'function',
        returns: inner(signature.type),
        parameters: signature.parameters.map((parameter) => inner(parameter.type)),
      };
    }
    case SyntaxKind.TypeQuery: {
      const path = entityPath(reader, (node as ts.TypeQueryNode).exprName);
      return path ? { kind: 'typeof', of: pathExpression(path, reader.scope) } : unknown;
    }
    case SyntaxKind.IndexedAccessType: {
      const access = node as ts.IndexedAccessTypeNode;
      return { kind: 'index', object: inner(access.objectType), key: inner(access.indexType) };
    }
    case SyntaxKind.TypeOperator: {
      const operator = node as ts.TypeOperatorNode;
      return operator.operator === SyntaxKind.KeyOfKeyword
        ? { kind: 'keyof', of: inner(operator.type) }
        : typeOf(reader, operator.type, depth + 1);
    }
    case SyntaxKind.ImportType: {
      const imported = node as ts.ImportTypeNode;
      const { argument } = imported;
      if (!reader.ts.isLiteralTypeNode(argument) || !reader.ts.isStringLiteralLike(argument.literal)) return unknown;
      return {
        kind: 'imported',
        module: argument.literal.text,
        path: imported.qualifier ? (entityPath(reader, imported.qualifier) ?? []) : [],
      };
    }
    case SyntaxKind.ParenthesizedType:
      return typeOf(reader, (node as ts.ParenthesizedTypeNode).type, depth + 1);
    case SyntaxKind.OptionalType:
      return typeOf(reader, (node as ts.OptionalTypeNode).type, depth + 1);
    case SyntaxKind.ConditionalType: {
      const conditional = node as ts.ConditionalTypeNode;
      return { kind: 'union', types: [inner(conditional.trueType), inner(conditional.falseType)] };
    }
    case SyntaxKind.JSDocNullableType:
    case SyntaxKind.JSDocNonNullableType:
    case SyntaxKind.JSDocOptionalType:
    case SyntaxKind.JSDocTypeExpression:
      return typeOf(reader, (node as ts.JSDocTypeExpression).type, depth + 1);
    case SyntaxKind.JSDocTypeLiteral: {
      const literal = node as ts.JSDocTypeLiteral;
      const members = (literal.jsDocPropertyTags ?? []).flatMap((tag): ClassMember[] =>
        reader.ts.isIdentifier(tag.name)
          ? [{ name: tag.name.text, role: 'field', type: inner(tag.typeExpression), ...placeOf(reader, tag.name) }]
          : [],
      );
      return { kind: 'object', members };
    }
    case SyntaxKind.StringKeyword:
    case SyntaxKind.NumberKeyword:
    case SyntaxKind.BooleanKeyword:
    case SyntaxKind.UndefinedKeyword:
    case SyntaxKind.NullKeyword:
    case SyntaxKind.VoidKeyword:
    case SyntaxKind.NeverKeyword:
      return { kind: 'primitive', name: reader.ts.tokenToString(node.kind) ?? '' };
    default:
      return unknown;
  }
}

function refOf(
  reader: Reader,
  path: readonly string[],
  args: ts.NodeArray<ts.TypeNode> | undefined,
  depth: number,
): TypeFact {
  const typeArguments = args?.map((argument) => typeOf(reader, argument, depth + 1) ?? unknown);
  const [first] = path;
  if (path.length === 1 && typeArguments?.[0]) {
    if (first === 'Array' || first === 'ReadonlyArray' || first === 'Set' || first === 'Iterable')
      return { kind: 'array', of: typeArguments[0] };
    if (
      first === 'Promise' ||
      first === 'Readonly' ||
      first === 'Partial' ||
      first === 'Required' ||
      first === 'NonNullable' ||
      first === 'Awaited' ||
      first === 'WeakRef'
    )
      return typeArguments[0];
  }
  return { kind: 'ref', path, scope: reader.scope, ...(typeArguments && { arguments: typeArguments }) };
}

/** `a.b.c` as names, for type names and the plain expressions that may stand in heritage clauses. */
function entityPath(reader: Reader, node: ts.Node): string[] | undefined {
  const names: string[] = [];
  for (let at: ts.Node = node; ;) {
    if (reader.ts.isIdentifier(at)) return [at.text, ...names];
    if (at.kind === reader.ts.SyntaxKind.ThisKeyword) return ['this', ...names];
    if (reader.ts.isQualifiedName(at)) {
      names.unshift(at.right.text);
      at = at.left;
    } else if (reader.ts.isPropertyAccessExpression(at)) {
      names.unshift(at.name.text);
      at = at.expression;
    } else return undefined;
  }
}

function pathExpression(path: readonly string[], scope: number): Expression {
  const [first = '', ...rest] = path;
  return rest.reduce<Expression>((object, name) => ({ kind: 'member', object, name }), {
    kind: 'name',
    name: first,
    scope,
  });
}

/** Members of an interface or of an object type. */
export function membersOf(reader: Reader, nodes: readonly ts.TypeElement[], depth = 0): ClassMember[] {
  const members: ClassMember[] = [];
  for (const node of nodes) {
    const name = node.name && memberName(reader, node.name);
    if (node.name === undefined || name === undefined) continue;
    const place = placeOf(reader, node.name);
    if (reader.ts.isMethodSignature(node)) {
      const returns = typeOf(reader, node.type, depth + 1);
      const parameters = node.parameters.map((parameter) => typeOf(reader, parameter.type, depth + 1) ?? unknown);
      members.push({
        name,
        role: 'method',
        type: { kind: 'function', parameters, ...(returns && { returns }) },
        ...place,
      });
    } else if (reader.ts.isPropertySignature(node)) {
      const type = typeOf(reader, node.type, depth + 1);
      const fixed = node.modifiers?.some((modifier) => modifier.kind === reader.ts.SyntaxKind.ReadonlyKeyword);
      members.push({ name, role: 'field', ...(type && { type }), mutable: !fixed, ...place });
    }
  }
  return members;
}

export function memberName(reader: Reader, node: ts.PropertyName): string | undefined {
  const { ts: typescript } = reader;
  if (typescript.isIdentifier(node) || typescript.isPrivateIdentifier(node)) return node.text;
  if (typescript.isStringLiteralLike(node) || typescript.isNumericLiteral(node)) return node.text;
  if (typescript.isComputedPropertyName(node) && typescript.isStringLiteralLike(node.expression))
    return node.expression.text;
  return undefined;
}

export function typeParametersOf(
  reader: Reader,
  nodes: ts.NodeArray<ts.TypeParameterDeclaration> | undefined,
): TypeParameter[] | undefined {
  return nodes?.map((node) => {
    const constraint = typeOf(reader, node.constraint);
    const fallback = typeOf(reader, node.default);
    return { name: node.name.text, ...(constraint && { constraint }), ...(fallback && { default: fallback }) };
  });
}
