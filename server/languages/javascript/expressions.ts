/** Expressions as symbolic facts, collecting calls and assignments on the way; evaluates nothing. */
import type ts from 'typescript';
import { either, readBinary } from './assignments';
import { readCall } from './calls';
import { readClass } from './classes';
import { readFunction } from './functions';
import type { Expression } from './facts';
import { readArray, readObject } from './literals';
import { other, type Reader } from './reader';
import { readJsx, readStatement } from './statements';
import { typeOf } from './types';

const longestText = 300;
const maximumDepth = 400;

export function readExpression(reader: Reader, node: ts.Node | undefined): Expression {
  if (!node || reader.depth > maximumDepth) return other;
  reader.depth++;
  try {
    return convert(reader, node);
  } finally {
    reader.depth--;
  }
}

function convert(reader: Reader, node: ts.Node): Expression {
  const { SyntaxKind } = reader.ts;
  switch (node.kind) {
    case SyntaxKind.StringLiteral:
    case SyntaxKind.NoSubstitutionTemplateLiteral: {
      const { text } = node as ts.StringLiteral;
      return text.length > longestText ? other : { kind: 'string', text };
    }
    case SyntaxKind.NumericLiteral:
      return { kind: 'literal', value: Number((node as ts.NumericLiteral).text) };
    case SyntaxKind.TrueKeyword:
      return { kind: 'literal', value: true };
    case SyntaxKind.FalseKeyword:
      return { kind: 'literal', value: false };
    case SyntaxKind.NullKeyword:
      return { kind: 'literal', value: null };
    case SyntaxKind.Identifier:
      return { kind: 'name', name: (node as ts.Identifier).text, scope: reader.scope };
    case SyntaxKind.ThisKeyword:
      return thisOf(reader, 'this');
    case SyntaxKind.SuperKeyword:
      return thisOf(reader, 'super');
    case SyntaxKind.PropertyAccessExpression: {
      const access = node as ts.PropertyAccessExpression;
      return { kind: 'member', object: readExpression(reader, access.expression), name: access.name.text };
    }
    case SyntaxKind.ElementAccessExpression: {
      const access = node as ts.ElementAccessExpression;
      const object = readExpression(reader, access.expression);
      const key = readExpression(reader, access.argumentExpression);
      return key.kind === 'string' ? { kind: 'member', object, name: key.text } : { kind: 'element', object, key };
    }
    case SyntaxKind.CallExpression:
    case SyntaxKind.NewExpression:
      return readCall(reader, node as ts.CallExpression | ts.NewExpression);
    case SyntaxKind.TemplateExpression: {
      const template = node as ts.TemplateExpression;
      const parts: Expression[] = template.head.text ? [{ kind: 'string', text: template.head.text }] : [];
      for (const span of template.templateSpans) {
        parts.push(readExpression(reader, span.expression));
        if (span.literal.text) parts.push({ kind: 'string', text: span.literal.text });
      }
      const length = parts.reduce((sum, part) => sum + (part.kind === 'string' ? part.text.length : 0), 0);
      return length > longestText ? other : { kind: 'join', parts };
    }
    case SyntaxKind.BinaryExpression:
      return readBinary(reader, node as ts.BinaryExpression);
    case SyntaxKind.ConditionalExpression: {
      const conditional = node as ts.ConditionalExpression;
      readExpression(reader, conditional.condition);
      return either([readExpression(reader, conditional.whenTrue), readExpression(reader, conditional.whenFalse)]);
    }
    case SyntaxKind.ParenthesizedExpression:
    case SyntaxKind.AwaitExpression:
    case SyntaxKind.NonNullExpression:
      return readExpression(reader, (node as ts.ParenthesizedExpression).expression);
    case SyntaxKind.YieldExpression:
      return readExpression(reader, (node as ts.YieldExpression).expression);
    case SyntaxKind.AsExpression:
    case SyntaxKind.SatisfiesExpression:
    case SyntaxKind.TypeAssertionExpression: {
      const cast = node as ts.AsExpression;
      const of = readExpression(reader, cast.expression);
      if (node.kind === SyntaxKind.SatisfiesExpression) return of;
      const type = typeOf(reader, cast.type);
      return !type || type.kind === 'other' || (type.kind === 'ref' && type.path[0] === 'const')
        ? of
        : { kind: 'cast', of, type };
    }
    case SyntaxKind.ExpressionWithTypeArguments:
      return readExpression(reader, (node as ts.ExpressionWithTypeArguments).expression);
    case SyntaxKind.ObjectLiteralExpression:
      return readObject(reader, node as ts.ObjectLiteralExpression);
    case SyntaxKind.ArrayLiteralExpression:
      return readArray(reader, node as ts.ArrayLiteralExpression);
    case SyntaxKind.SpreadElement:
      return { kind: 'spread', of: readExpression(reader, (node as ts.SpreadElement).expression) };
    case SyntaxKind.ArrowFunction:
    case SyntaxKind.FunctionExpression:
      return { kind: 'function', function: readFunction(reader, node as ts.ArrowFunction) };
    case SyntaxKind.ClassExpression:
      return { kind: 'class', class: readClass(reader, node as ts.ClassExpression) };
    case SyntaxKind.JsxElement:
    case SyntaxKind.JsxSelfClosingElement:
    case SyntaxKind.JsxFragment:
      readJsx(reader, node);
      return other;
    case SyntaxKind.PrefixUnaryExpression: {
      const { operator, operand } = node as ts.PrefixUnaryExpression;
      const value = readExpression(reader, operand);
      return operator === SyntaxKind.MinusToken && value.kind === 'literal' && typeof value.value === 'number'
        ? { kind: 'literal', value: -value.value }
        : other;
    }
    case SyntaxKind.VoidExpression:
    case SyntaxKind.TypeOfExpression:
    case SyntaxKind.PostfixUnaryExpression:
    case SyntaxKind.DeleteExpression:
    case SyntaxKind.TaggedTemplateExpression:
      reader.ts.forEachChild(node, (child) => void readExpression(reader, child));
      return other;
    default:
      if (node.kind >= SyntaxKind.FirstStatement && node.kind <= SyntaxKind.LastStatement) readStatement(reader, node);
      else if (!reader.ts.isTypeNode(node)) reader.ts.forEachChild(node, (child) => void readExpression(reader, child));
      return other;
  }
}

function thisOf(reader: Reader, kind: 'this' | 'super'): Expression {
  if (reader.thisFunction !== undefined) return { kind, function: reader.thisFunction };
  return reader.class === undefined ? other : { kind, class: reader.class };
}
