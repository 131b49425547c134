/** Turns classes, functions, `use` lines and constants of the syntax tree into facts; bodies go back through `lower`. */
import type { Argument, Attribute, Body, Expression, Parameter, Property } from './facts';
import {
  eachChild,
  lower,
  lowerArguments,
  lowerAttributes,
  lowerStatements,
  noteComment,
  textOf,
  type Pass,
} from './lower';
import { className, docTypes, qualify, typeName } from './names';

type Visibility = 'public' | 'protected' | 'private';

export function lowerDeclaration(pass: Pass, type: string): void {
  switch (type) {
    case 'namespace_definition':
      return lowerNamespace(pass);
    case 'namespace_use_declaration':
      return lowerUse(pass);
    case 'function_definition': {
      let name = '';
      eachChild(pass, (_, field) => {
        if (field === 'name') name = textOf(pass);
      });
      lowerBody(pass, qualify(pass.names, name), undefined, []);
      return;
    }
    case 'const_declaration':
      for (const constant of lowerConstants(pass))
        pass.constants.push({ name: qualify(pass.names, constant.name), value: constant.value });
      return;
    default:
      lowerClass(pass, type);
  }
}

function lowerNamespace(pass: Pass): void {
  let statements: Expression[] = [];
  pass.names.namespace = '';
  eachChild(pass, (_, field) => {
    if (field === 'name') {
      pass.names.namespace = textOf(pass).replace(/\s+/g, '');
      pass.names.classes.clear();
      pass.names.functions.clear();
      pass.names.constants.clear();
    } else if (field === 'body') statements = lowerStatements(pass);
  });
  if (statements.length > 0) pendingTopLevel(pass).push(...statements);
}

/** Statements inside `namespace X { … }` belong to the file's own body. */
function pendingTopLevel(pass: Pass): Expression[] {
  const main = pass.bodies[0];
  return main ? (main.statements as Expression[]) : [];
}

function lowerUse(pass: Pass): void {
  const text = textOf(pass)
    .replace(/\/\*[\s\S]*?\*\/|(?:\/\/|#)[^\n]*/g, ' ')
    .replace(/^use\s+/i, '')
    .replace(/;\s*$/, '');
  const group = /^([\s\S]*?)\{([\s\S]*)\}\s*$/.exec(text);
  const head = (group?.[1] ?? '').trim();
  const whole = group ? (group[2] ?? '') : text;
  const kindOf = (written: string): [string, string] => {
    const found = /^(function|const)\s+([\s\S]*)$/i.exec(written.trim());
    return found ? [(found[1] ?? '').toLowerCase(), found[2] ?? ''] : ['', written.trim()];
  };
  const [groupKind, prefix] = kindOf(head);
  const [lineKind, list] = group ? [groupKind, whole] : kindOf(whole);
  for (const clause of list.split(',')) {
    const [clauseKind, body] = kindOf(clause);
    const kind = clauseKind || lineKind;
    const [target, alias] = body.split(/\s+as\s+/i);
    const name = (prefix + (target ?? '')).replace(/\s+/g, '').replace(/^\\/, '');
    if (name === '') continue;
    const short = (alias ?? name.slice(name.lastIndexOf('\\') + 1)).trim();
    if (kind === 'function') pass.names.functions.set(short.toLowerCase(), name);
    else if (kind === 'const') pass.names.constants.set(short, name);
    else pass.names.classes.set(short.toLowerCase(), name);
  }
}

function lowerConstants(pass: Pass): { name: string; value: Expression; at: number }[] {
  const found: { name: string; value: Expression; at: number }[] = [];
  eachChild(pass, (type) => {
    if (type !== 'const_element') return;
    const at = pass.cursor.startIndex;
    let name = '';
    let value: Expression | null = null;
    eachChild(pass, (inner) => {
      if (!pass.cursor.nodeIsNamed || inner === 'comment') return;
      if (name === '') name = textOf(pass);
      else value = lower(pass);
    });
    if (value) found.push({ name, value, at });
  });
  return found;
}

interface ClassParts {
  readonly extends: string[];
  readonly implements: string[];
  readonly traits: string[];
  readonly constants: { name: string; value: Expression; at: number; case?: boolean }[];
  readonly properties: Property[];
  readonly methods: number[];
}

const emptyParts = (): ClassParts => ({
  extends: [],
  implements: [],
  traits: [],
  constants: [],
  properties: [],
  methods: [],
});

function lowerClass(pass: Pass, type: string): void {
  const at = pass.cursor.startIndex;
  const end = pass.cursor.endIndex;
  const comment = takeComment(pass);
  const parts = emptyParts();
  let nameAt = at;
  let name = '';
  let attributes: readonly Attribute[] = [];
  const modifiers = new Set<string>();
  const index = reserveClass(pass);
  const outer = pass.owner;
  pass.owner = index;
  eachChild(pass, (child, field) => {
    if (field === 'name') {
      name = textOf(pass);
      nameAt = pass.cursor.startIndex;
    } else if (field === 'attributes') attributes = lowerAttributes(pass);
    else if (field === 'body') lowerMembers(pass, parts);
    else if (child === 'base_clause') parts.extends.push(...nameList(pass));
    else if (child === 'class_interface_clause') parts.implements.push(...nameList(pass));
    else if (child.endsWith('_modifier')) modifiers.add(child);
  });
  pass.owner = outer;
  const kind =
    type === 'interface_declaration'
      ? 'interface'
      : type === 'trait_declaration'
        ? 'trait'
        : type === 'enum_declaration'
          ? 'enum'
          : 'class';
  pass.classes[index] = {
    name: qualify(pass.names, name),
    kind,
    abstract: modifiers.has('abstract_modifier'),
    final: modifiers.has('final_modifier'),
    readonly: modifiers.has('readonly_modifier'),
    attributes,
    ...parts,
    ...classDocs(pass, comment),
    at,
    nameAt,
    end,
  };
}

function reserveClass(pass: Pass): number {
  return (
    pass.classes.push({
      name: '',
      kind: 'class',
      abstract: false,
      final: false,
      readonly: false,
      extends: [],
      implements: [],
      traits: [],
      constants: [],
      properties: [],
      methods: [],
      attributes: [],
      docMethods: {},
      see: [],
      at: 0,
      nameAt: 0,
      end: 0,
    }) - 1
  );
}

export function lowerAnonymousClass(pass: Pass): { name: string; args: readonly Argument[] } {
  const at = pass.cursor.startIndex;
  const end = pass.cursor.endIndex;
  const parts = emptyParts();
  let args: readonly Argument[] = [];
  let attributes: readonly Attribute[] = [];
  const index = reserveClass(pass);
  const outer = pass.owner;
  eachChild(pass, (child, field) => {
    if (child === 'arguments') ({ args } = lowerArguments(pass));
    else if (child === 'base_clause') parts.extends.push(...nameList(pass));
    else if (child === 'class_interface_clause') parts.implements.push(...nameList(pass));
    else if (field === 'attributes') attributes = lowerAttributes(pass);
    else if (field === 'body') {
      pass.owner = index;
      lowerMembers(pass, parts);
      pass.owner = outer;
    }
  });
  const name = `class@anonymous#${index}`;
  pass.classes[index] = {
    name,
    kind: 'class',
    anonymous: true,
    abstract: false,
    final: true,
    readonly: false,
    attributes,
    ...parts,
    docMethods: {},
    see: [],
    at,
    nameAt: at,
    end,
  };
  return { name, args };
}

function nameList(pass: Pass): string[] {
  const found: string[] = [];
  eachChild(pass, (type) => {
    if (type === 'name' || type === 'qualified_name' || type === 'relative_name')
      found.push(className(pass.names, textOf(pass)));
  });
  return found;
}

function lowerMembers(pass: Pass, parts: ClassParts): void {
  pass.comment = null;
  eachChild(pass, (type) => {
    switch (type) {
      case 'comment':
        return noteComment(pass);
      case 'use_declaration':
        parts.traits.push(...nameList(pass));
        break;
      case 'const_declaration':
        parts.constants.push(...lowerConstants(pass));
        break;
      case 'enum_case':
        parts.constants.push(lowerCase(pass));
        break;
      case 'property_declaration':
        lowerProperties(pass, parts.properties);
        break;
      case 'method_declaration': {
        let name = '';
        eachChild(pass, (_, field) => {
          if (field === 'name') name = textOf(pass);
        });
        parts.methods.push(lowerBody(pass, name, undefined, parts.properties));
        break;
      }
      case 'ERROR':
        pass.error ??= pass.cursor.startIndex;
        lowerMembers(pass, parts);
    }
    pass.comment = null;
  });
}

function lowerCase(pass: Pass): { name: string; value: Expression; at: number; case: boolean } {
  let at = pass.cursor.startIndex;
  let name = '';
  let value: Expression | null = null;
  eachChild(pass, (_, field) => {
    if (field === 'name') {
      name = textOf(pass);
      at = pass.cursor.startIndex;
    } else if (field === 'value') value = lower(pass);
  });
  return { name, value: value ?? { kind: 'string', value: name, at }, at, case: true };
}

function lowerProperties(pass: Pass, properties: Property[]): void {
  let visibility: Visibility = 'public';
  let isStatic = false;
  let isReadonly = false;
  let types: readonly string[] = [];
  const doc = docTag(pass, 'var');
  eachChild(pass, (type, field) => {
    if (type === 'visibility_modifier') visibility = visibilityOf(textOf(pass));
    else if (type === 'static_modifier') isStatic = true;
    else if (type === 'readonly_modifier') isReadonly = true;
    else if (field === 'type') ({ types } = lowerType(pass));
    else if (type === 'property_element') {
      const at = pass.cursor.startIndex;
      let name = '';
      let value: Expression | null = null;
      eachChild(pass, (inner, innerField) => {
        if (innerField === 'name') name = textOf(pass).slice(1);
        else if (innerField === 'default_value' || (pass.cursor.nodeIsNamed && inner !== 'comment' && name !== ''))
          value = lower(pass);
      });
      properties.push({
        name,
        types,
        docTypes: doc,
        default: value,
        static: isStatic,
        readonly: isReadonly,
        visibility,
        at,
      });
    }
  });
}

function visibilityOf(text: string): Visibility {
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

function takeComment(pass: Pass): string | null {
  const comment = pass.comment;
  pass.comment = null;
  return comment;
}

function docTag(pass: Pass, tag: string): readonly string[] {
  const written = new RegExp(String.raw`@(?:psalm-|phpstan-)?${tag}\s+((?:[^\s*<]|<[^*\n]*>)+)`).exec(
    pass.comment ?? '',
  )?.[1];
  return written === undefined ? [] : docTypes(pass.names, written);
}

function classDocs(
  pass: Pass,
  comment: string | null,
): { docMethods: Record<string, readonly string[]>; see: readonly string[] } {
  const docMethods: Record<string, readonly string[]> = {};
  const see: string[] = [];
  if (comment !== null) {
    for (const found of comment.matchAll(/@method\s+(?:static\s+)?([^\s(]+)\s+(\w+)\s*\(/g))
      docMethods[found[2] ?? ''] = docTypes(pass.names, found[1] ?? '');
    for (const found of comment.matchAll(/@(?:see|mixin)\s+(\\?[A-Z][\w\\]*)(?!\S*::)/g))
      see.push(className(pass.names, found[1] ?? ''));
  }
  return { docMethods, see };
}

export function lowerParameters(pass: Pass, comment: string | null, properties: Property[]): Parameter[] {
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
