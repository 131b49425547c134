/** Destructuring: one variable for each name. */
import type ts from 'typescript';
import { readExpression } from './expressions';
import type { Expression, TypeFact } from './facts';
import { declare, placeOf, type Reader } from './reader';
import { memberName } from './types';

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
