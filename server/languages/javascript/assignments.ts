/** Assignments, the exports that some of them are, and other expressions with two sides. */
import type ts from 'typescript';
import { readFunction } from './functions';
import { readExpression } from './expressions';
import type { Expression } from './facts';
import { findBinding, other, type Reader } from './reader';

export function either(options: readonly Expression[]): Expression {
  const flat = options.flatMap((option) => (option.kind === 'either' ? option.options : [option]));
  const meaningful = flat.filter((option) => option.kind !== 'other' && option.kind !== 'literal');
  const [first, ...rest] = meaningful;
  if (!first) return options[0] ?? other;
  return rest.length ? { kind: 'either', options: meaningful } : first;
}

export function readBinary(reader: Reader, node: ts.BinaryExpression): Expression {
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
export function exportAssignment(
  reader: Reader,
  object: Expression,
  name: string | undefined,
  value: Expression,
): void {
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
