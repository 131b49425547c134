/** Array and object literals as facts. */
import type ts from 'typescript';
import { readFunction } from './functions';
import { readExpression } from './expressions';
import type { Expression, ObjectExpression, ObjectMember } from './facts';
import { placeOf, type Reader } from './reader';
import { memberName } from './types';

export function readArray(reader: Reader, node: ts.ArrayLiteralExpression): Expression {
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

export function readObject(reader: Reader, node: ts.ObjectLiteralExpression): ObjectExpression {
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
