/** Turns methods, functions and closures, their parameters, types and doc comments into facts. */
import type { Attribute, Body, Expression, Parameter, Property } from '../facts';
import { docTypes, typeName } from '../names';
import { lowerAttributes } from './access';
import { lower, lowerStatements } from './lower';
import { eachChild, textOf, type Pass } from './pass';

export type Visibility = 'public' | 'protected' | 'private';

export function visibilityOf(text: string): Visibility {
  return text.startsWith('private') ? 'private' : text.startsWith('protected') ? 'protected' : 'public';
}

export function lowerType(pass: Pass): { types: readonly string[]; nullable: boolean; intersection: boolean } {
  const text = textOf(pass);
  const nullable = text.startsWith('?') || /(^|\|)\s*null\s*(\||$)/i.test(text);
  const types = text
    .split(/[|&()\s?]+/)
    .filter((part) => part !== '')
    .map((part) => typeName(pass.names, part))
    .filter((part) => part !== 'null');
  return { types, nullable, intersection: text.includes('&') };
}

export function takeComment(pass: Pass): string | null {
  const comment = pass.comment;
  pass.comment = null;
  return comment;
}

export function docTag(pass: Pass, tag: string): readonly string[] {
  const written = new RegExp(String.raw`@(?:psalm-|phpstan-)?${tag}\s+((?:[^\s*<]|<[^*\n]*>)+)`).exec(
    pass.comment ?? '',
  )?.[1];
  return written === undefined ? [] : docTypes(pass.names, written);
}

function lowerParameters(pass: Pass, comment: string | null, properties: Property[]): Parameter[] {
  const found: Parameter[] = [];
  eachChild(pass, (type) => {
    if (type !== 'simple_parameter' && type !== 'property_promotion_parameter' && type !== 'variadic_parameter') return;
    const at = pass.cursor.startIndex;
    let name = '';
    let types: readonly string[] = [];
    let nullable = false;
    let value: Expression | null = null;
    let visibility: Visibility = 'public';
    const flags = { intersection: false, readonly: false };
    eachChild(pass, (_, field) => {
      if (field === 'name') name = textOf(pass).replace(/^&?\s*\$/, '');
      else if (field === 'type') ({ types, nullable, intersection: flags.intersection } = lowerType(pass));
      else if (field === 'default_value') value = lower(pass);
      else if (field === 'visibility') visibility = visibilityOf(textOf(pass));
      else if (field === 'readonly') flags.readonly = true;
    });
    const written =
      comment === null
        ? undefined
        : new RegExp(String.raw`@(?:psalm-|phpstan-)?param\s+([^$*]+?)\s+(?:\.\.\.|&)?\$${name}\b`).exec(comment)?.[1];
    const doc = written === undefined ? [] : docTypes(pass.names, written);
    const promoted = type === 'property_promotion_parameter';
    found.push({
      name,
      types,
      docTypes: doc,
      optional: value !== null || type === 'variadic_parameter',
      nullable,
      variadic: type === 'variadic_parameter',
      default: value,
      at,
      ...(flags.intersection && { intersection: true }),
      ...(promoted && { promoted: visibility }),
      ...(flags.readonly && { readonly: true }),
    });
    if (promoted)
      properties.push({
        name,
        types,
        docTypes: doc,
        default: value,
        static: false,
        readonly: flags.readonly,
        visibility,
        at,
      });
  });
  return found;
}

/** A method, function or closure at the cursor; answers its index. */
export function lowerBody(
  pass: Pass,
  name: string,
  closure: 'function' | 'arrow' | undefined,
  properties: Property[],
): number {
  const at = pass.cursor.startIndex;
  const end = pass.cursor.endIndex;
  const comment = closure ? null : takeComment(pass);
  const index = pass.bodies.push(noBody) - 1;
  const outer = { body: pass.body, docVariables: pass.docVariables };
  pass.body = index;
  pass.docVariables = {};
  let nameAt = at;
  let parameters: readonly Parameter[] = [];
  let returnTypes: readonly string[] = [];
  let visibility: Visibility = 'public';
  let isStatic = false;
  let isAbstract = false;
  let attributes: readonly Attribute[] = [];
  let statements: readonly Expression[] = [];
  const uses: string[] = [];
  eachChild(pass, (type, field) => {
    if (field === 'name') nameAt = pass.cursor.startIndex;
    else if (field === 'parameters')
      parameters = lowerParameters(pass, comment, name === '__construct' ? properties : []);
    else if (field === 'return_type') ({ types: returnTypes } = lowerType(pass));
    else if (field === 'attributes') attributes = lowerAttributes(pass);
    else if (type === 'visibility_modifier') visibility = visibilityOf(textOf(pass));
    else if (type === 'static_modifier') isStatic = true;
    else if (type === 'abstract_modifier') isAbstract = true;
    else if (type === 'anonymous_function_use_clause')
      for (const used of textOf(pass).matchAll(/\$(\w+)/g)) uses.push(used[1] ?? '');
    else if (field === 'body') {
      if (closure === 'arrow') {
        const value = lower(pass);
        statements = [{ kind: 'return', value, at: pass.cursor.startIndex }];
      } else statements = lowerStatements(pass);
    }
  });
  if (returnTypes.length === 0 && comment !== null) {
    pass.comment = comment;
    returnTypes = docTag(pass, 'return');
    pass.comment = null;
  }
  pass.bodies[index] = {
    name,
    owner: pass.owner,
    parent: closure ? outer.body : -1,
    ...(closure && { closure }),
    parameters,
    uses,
    returnTypes,
    static: isStatic,
    visibility,
    abstract: isAbstract,
    attributes,
    statements,
    docVariables: pass.docVariables,
    at,
    nameAt,
    end,
  };
  pass.body = outer.body;
  pass.docVariables = outer.docVariables;
  return index;
}

export const noBody: Body = {
  name: '{main}',
  owner: -1,
  parent: -1,
  parameters: [],
  uses: [],
  returnTypes: [],
  static: false,
  visibility: 'public',
  abstract: false,
  attributes: [],
  statements: [],
  docVariables: {},
  at: 0,
  nameAt: 0,
  end: 0,
};
