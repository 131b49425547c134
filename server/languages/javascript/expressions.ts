/** Expressions as symbolic facts, collecting calls and assignments on the way; evaluates nothing. */
import type ts from 'typescript';
import { readClass, readFunction } from './declarations';
import type { CallFact, Expression, ObjectExpression, ObjectMember } from './facts';
import { findBinding, other, placeOf, type Reader } from './reader';
import { readJsx, readStatement } from './statements';
import { memberName, typeOf } from './types';

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

function either(options: readonly Expression[]): Expression {
  const flat = options.flatMap((option) => (option.kind === 'either' ? option.options : [option]));
  const meaningful = flat.filter((option) => option.kind !== 'other' && option.kind !== 'literal');
  const [first, ...rest] = meaningful;
  if (!first) return options[0] ?? other;
  return rest.length ? { kind: 'either', options: meaningful } : first;
}

function readBinary(reader: Reader, node: ts.BinaryExpression): Expression {
  const { SyntaxKind } = reader.ts;
  // Long chains of `+` or `||` lean left: walked in a loop, so that generated code cannot exhaust the stack.
  const operator = node.operatorToken.kind;
  switch (operator) {
    case SyntaxKind.PlusToken:
    case SyntaxKind.BarBarToken:
    case SyntaxKind.QuestionQuestionToken: {
      const operands: ts.Expression[] = [];
      let at: ts.Expression = node;
      while (reader.ts.isBinaryExpression(at) && at.operatorToken.kind === operator) {
        operands.unshift(at.right);
        at = at.left;
      }
      const parts = [at, ...operands].map((operand) => readExpression(reader, operand));
      if (operator !== SyntaxKind.PlusToken) return either(parts);
      return parts.length < 12 &&
        parts.some(
          (part) => part.kind === 'string' || part.kind === 'join' || part.kind === 'name' || part.kind === 'member',
        )
        ? { kind: 'join', parts: parts.flatMap((part) => (part.kind === 'join' ? part.parts : [part])) }
        : other;
    }
    case SyntaxKind.AmpersandAmpersandToken: {
      readExpression(reader, node.left);
      return readExpression(reader, node.right);
    }
    case SyntaxKind.CommaToken: {
      const operands: ts.Expression[] = [];
      let at: ts.Expression = node;
      while (reader.ts.isBinaryExpression(at) && at.operatorToken.kind === operator) {
        operands.unshift(at.right);
        at = at.left;
      }
      let last: Expression = other;
      for (const operand of [at, ...operands]) last = readExpression(reader, operand);
      return last;
    }
    case SyntaxKind.EqualsToken:
    case SyntaxKind.BarBarEqualsToken:
    case SyntaxKind.QuestionQuestionEqualsToken:
      return readAssignment(reader, node);
    default:
      readExpression(reader, node.left);
      readExpression(reader, node.right);
      return other;
  }
}

function readAssignment(reader: Reader, node: ts.BinaryExpression): Expression {
  const typescript = reader.ts;
  const { left } = node;
  const inFunction = reader.function === undefined ? {} : { function: reader.function };
  if (typescript.isPropertyAccessExpression(left) || typescript.isElementAccessExpression(left)) {
    const object = readExpression(reader, left.expression);
    const key = typescript.isPropertyAccessExpression(left)
      ? ({ kind: 'string', text: left.name.text } as const)
      : readExpression(reader, left.argumentExpression);
    const name = key.kind === 'string' ? key.text : undefined;
    const value = readValue(reader, node.right, object, name);
    reader.assignments.push({ object, value, ...(name === undefined ? { key } : { name }), ...inFunction });
    exportAssignment(reader, object, name, value);
    return value;
  }
  const value = readExpression(reader, node.right);
  if (typescript.isIdentifier(left)) reader.writes.push({ name: left.text, scope: reader.scope, value });
  else if (typescript.isObjectLiteralExpression(left))
    for (const property of left.properties) {
      const target = typescript.isShorthandPropertyAssignment(property) ? property.name : undefined;
      if (target)
        reader.writes.push({
          name: target.text,
          scope: reader.scope,
          value: { kind: 'member', object: value, name: target.text },
        });
    }
  return value;
}

/** The right side of `object.name = …`: a function there belongs to the object, an object literal fills it. */
function readValue(reader: Reader, node: ts.Expression, object: Expression, name: string | undefined): Expression {
  let right: ts.Expression = node;
  while (reader.ts.isParenthesizedExpression(right)) right = right.expression;
  if (reader.ts.isFunctionExpression(right) || reader.ts.isArrowFunction(right))
    return {
      kind: 'function',
      function: readFunction(reader, right, { owner: object, ...(name !== undefined && { name }) }),
    };
  const value = readExpression(reader, node);
  if (value.kind === 'object' && name === 'prototype') value.into = { kind: 'member', object, name };
  return value;
}

/** `exports.name = …`, `module.exports = …`. */
function exportAssignment(reader: Reader, object: Expression, name: string | undefined, value: Expression): void {
  if (name === undefined) return;
  const free = (expression: Expression, text: string): boolean =>
    expression.kind === 'name' && expression.name === text && !findBinding(reader, text, expression.scope);
  if (name === 'exports' && free(object, 'module')) (reader.exports['module.exports'] ??= []).push(value);
  else if (
    free(object, 'exports') ||
    (object.kind === 'member' && object.name === 'exports' && free(object.object, 'module'))
  )
    (reader.exports[name] ??= []).push(value);
}

function readArray(reader: Reader, node: ts.ArrayLiteralExpression): Expression {
  const elements = node.elements.map((element) => readExpression(reader, element));
  const named =
    elements.some((element) => element.kind === 'string') ||
    (elements.length > 0 && elements.every((element) => element.kind === 'name' && /^[A-Z]/.test(element.name)));
  if (!named) return { kind: 'array', elements };
  return {
    kind: 'array',
    elements,
    places: node.elements.flatMap((element) => {
      const { line, column } = placeOf(reader, element);
      return [line, column];
    }),
  };
}

function readObject(reader: Reader, node: ts.ObjectLiteralExpression): ObjectExpression {
  const typescript = reader.ts;
  const members: ObjectMember[] = [];
  const result: ObjectExpression = { kind: 'object', members, line: placeOf(reader, node).line };
  for (const property of node.properties) {
    const place = placeOf(reader, property.name ?? property);
    if (typescript.isSpreadAssignment(property)) {
      members.push({ value: readExpression(reader, property.expression), ...place });
      continue;
    }
    const name = memberName(reader, property.name);
    const key =
      name === undefined && typescript.isComputedPropertyName(property.name)
        ? { key: readExpression(reader, property.name.expression) }
        : {};
    const named = name === undefined ? key : { name };
    if (typescript.isShorthandPropertyAssignment(property))
      members.push({ ...named, value: { kind: 'name', name: property.name.text, scope: reader.scope }, ...place });
    else if (typescript.isPropertyAssignment(property)) {
      const { initializer } = property;
      const value: Expression =
        typescript.isFunctionExpression(initializer) || typescript.isArrowFunction(initializer)
          ? {
              kind: 'function',
              function: readFunction(reader, initializer, { owner: result, ...(name !== undefined && { name }) }),
            }
          : readExpression(reader, initializer);
      members.push({ ...named, value, ...place });
    } else {
      const index = readFunction(reader, property, { owner: result, ...(name !== undefined && { name }) });
      const value: Expression = { kind: 'function', function: index };
      if (typescript.isMethodDeclaration(property)) members.push({ ...named, value, ...place });
      else if (typescript.isGetAccessorDeclaration(property))
        members.push({
          ...named,
          value: { kind: 'either', options: reader.functions[index]?.returns.slice() ?? [] },
          ...place,
        });
    }
  }
  const has = (name: string): boolean => members.some((member) => member.name === name);
  if ((has('type') && has('data')) || has('canHandle'))
    reader.objects.push({ object: result, ...(reader.function !== undefined && { function: reader.function }) });
  return result;
}

const copying = new Set([
  'assign',
  'extend',
  'mixin',
  'merge',
  'defineProperties',
  'create',
  'inherits',
  'setPrototypeOf',
  'mergeExports',
  'augment',
]);

function readCall(reader: Reader, node: ts.CallExpression | ts.NewExpression): Expression {
  const typescript = reader.ts;
  // Chains of calls lean left and can be long: their depth is counted by readExpression.
  const callee: Expression =
    node.expression.kind === typescript.SyntaxKind.ImportKeyword
      ? { kind: 'name', name: 'import', scope: -1 }
      : readExpression(reader, node.expression);
  const args = node.arguments?.map((argument) => readExpression(reader, argument)) ?? [];
  if (callee.kind === 'name' && (callee.name === 'require' || callee.name === 'import')) {
    const [specifier] = args;
    if (specifier?.kind === 'string' && !findBinding(reader, callee.name, callee.scope))
      return { kind: 'imported', module: specifier.text, name: '*' };
  }
  const calledName = callee.kind === 'member' ? callee.name : callee.kind === 'name' ? callee.name : '';
  const [target] = args;
  if (copying.has(calledName) && target)
    for (const argument of args.slice(1)) if (argument.kind === 'object') argument.into ??= target;
  const typeArguments = node.typeArguments?.map((argument) => typeOf(reader, argument) ?? ({ kind: 'other' } as const));
  const call: CallFact = {
    callee,
    arguments: args,
    ...(typescript.isNewExpression(node) && { new: true }),
    ...nameToken(reader, node.expression),
    ...(throughName(callee) &&
      typescript.isPropertyAccessExpression(node.expression) && {
        inner: nameToken(reader, node.expression.expression),
      }),
    ...(reader.function !== undefined && { function: reader.function }),
    ...(reader.class !== undefined && { class: reader.class }),
    ...(typeArguments && { typeArguments }),
    ...(args.some((argument) => argument.kind === 'spread') && { spread: true }),
  };
  reader.calls.push(call);
  const index = reader.calls.length - 1;
  if (calledName === 'defineProperty' || calledName === 'defineProperties') readDefined(reader, args);
  args.forEach((argument, position) => {
    const fact = argument.kind === 'function' ? reader.functions[argument.function] : undefined;
    if (fact) fact.passed = { call: index, position };
    const given = argument.kind === 'array' ? argument.elements : [argument];
    for (const one of given) {
      const object = one.kind === 'object' ? reader.objects.find((known) => known.object === one) : undefined;
      if (object) object.call = index;
    }
  });
  return { kind: 'call', call: index };
}

/** `Object.defineProperty(this, 'client', { value: client })` assigns. */
function readDefined(reader: Reader, [object, key, single]: readonly Expression[]): void {
  const described =
    key?.kind === 'string' ? [{ name: key.text, value: single }] : key?.kind === 'object' ? key.members : [];
  for (const { name, value } of described) {
    const given = value?.kind === 'object' ? value.members.find((member) => member.name === 'value')?.value : undefined;
    if (!object || name === undefined || !given || given.kind === 'other' || given.kind === 'literal') continue;
    reader.assignments.push({
      object,
      name,
      value: given,
      ...(reader.function !== undefined && { function: reader.function }),
    });
    exportAssignment(reader, object, name, given);
  }
}

function throughName(callee: Expression): boolean {
  return (
    callee.kind === 'member' &&
    (callee.name === 'call' || callee.name === 'apply' || callee.name === 'bind') &&
    callee.object.kind === 'member'
  );
}

/** Place of the name that is called: the method's name in `a.b.c()`. */
function nameToken(reader: Reader, callee: ts.Expression): { line: number; column: number; endColumn: number } {
  let token: ts.Node = callee;
  if (reader.ts.isPropertyAccessExpression(callee)) token = callee.name;
  else if (reader.ts.isElementAccessExpression(callee)) token = callee.argumentExpression;
  const start = token.getStart(reader.source);
  const at = reader.source.getLineAndCharacterOfPosition(start);
  const width = reader.ts.isIdentifier(token) ? token.end - start : 1;
  return { line: at.line + 1, column: at.character + 1, endColumn: at.character + 1 + width };
}

/** A decorator as a call that says what it decorates. */
export function readDecorators(reader: Reader, node: ts.Node, decorates: NonNullable<CallFact['decorates']>): void {
  const typescript = reader.ts;
  const decorators = typescript.canHaveDecorators(node) ? typescript.getDecorators(node) : undefined;
  for (const decorator of decorators ?? []) {
    const before = reader.calls.length;
    const value = readExpression(reader, decorator.expression);
    if (value.kind === 'call') {
      const call = reader.calls[value.call];
      if (call) reader.calls[value.call] = { ...call, decorates };
    } else if (reader.calls.length === before)
      reader.calls.push({
        callee: value,
        arguments: [],
        bare: true,
        decorates,
        ...nameToken(reader, decorator.expression),
        ...(reader.class !== undefined && { class: reader.class }),
      });
  }
}
