/** Calls and decorators as facts, each with the place of the name that is called; evaluates nothing. */
import type ts from 'typescript';
import { exportAssignment } from './assignments';
import { readExpression } from './expressions';
import type { CallFact, Expression } from './facts';
import { findBinding, type Reader } from './reader';
import { typeOf } from './types';

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

export function readCall(reader: Reader, node: ts.CallExpression | ts.NewExpression): Expression {
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
  // `Sheet.include({ … })`: methods for a class that is written elsewhere.
  const [methods] = args;
  if (
    calledName === 'include' &&
    args.length === 1 &&
    methods?.kind === 'object' &&
    callee.kind === 'member' &&
    (callee.object.kind === 'name' || callee.object.kind === 'member') &&
    /^[A-Z]/.test(callee.object.name)
  )
    methods.into ??= { kind: 'member', object: callee.object, name: 'prototype' };
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
