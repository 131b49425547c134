/** Turns classes, interfaces, traits and enums with their members into facts; knows nothing of other classes. */
import type { Argument, Attribute, Expression, Property } from '../facts';
import { className, docTypes, qualify } from '../names';
import { lowerArguments, lowerAttributes } from './access';
import { lowerConstants } from './declarations';
import { docTag, lowerBody, lowerType, takeComment, visibilityOf, type Visibility } from './functions';
import { lower } from './lower';
import { eachChild, noteComment, textOf, type Pass } from './pass';

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

export function lowerClass(pass: Pass, type: string): void {
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
