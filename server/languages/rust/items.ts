/** Items of a file: what it declares, module by module. */
import { attributesOf, isTest } from './attributes';
import { readBody } from './bodies/body';
import type {
  AliasFacts,
  Attribute,
  EnumFacts,
  FieldFacts,
  FunctionFacts,
  ImplFacts,
  MacroFacts,
  StructFacts,
  TraitFacts,
  TypeRef,
  UseFacts,
  ValueFacts,
} from './facts';
import { eventsAsItems, holdsCode, itemsAsCode } from './macros';
import { stringValue, type Source } from './source';
import { child, childOfType, parseSyntax, type Syntax } from './syntax';
import { genericsOf, pathText, traitBounds, typeOf } from './types';
import { readUse } from './uses';

interface Context {
  readonly module: string;
  readonly test: boolean;
  readonly impl?: number;
  readonly trait?: number;
  /** Name of the function around. */
  readonly within?: string;
  readonly depth: number;
}

export interface Items {
  readonly structs: StructFacts[];
  readonly enums: EnumFacts[];
  readonly traits: TraitFacts[];
  readonly impls: ImplFacts[];
  readonly functions: FunctionFacts[];
  readonly aliases: AliasFacts[];
  readonly values: ValueFacts[];
  readonly uses: UseFacts[];
  readonly modules: string[];
  readonly macros: MacroFacts[];
}

/** Everything a list of declarations says, appended to `into`. */
export function readItems(source: Source, nodes: readonly Syntax[], context: Context, into: Items): void {
  if (context.depth > 30) return;
  let attributes: Attribute[] = [];
  for (const node of nodes) {
    if (node.type === 'attribute_item') {
      attributes.push(...attributesOf(source, node));
      continue;
    }
    if (node.type === 'inner_attribute_item') continue;
    readItem(source, node, attributes, context, into);
    attributes = [];
  }
}

function readItem(source: Source, node: Syntax, attributes: readonly Attribute[], context: Context, into: Items): void {
  const nameNode = child(node, 'name');
  const name = nameNode ? source.of(nameNode) : '';
  const test = context.test || attributes.some(isTest);
  const declared = {
    name,
    module: context.module,
    spot: source.spot((nameNode ?? node).start),
    ...(test && { test: true as const }),
  };
  const inside: Context = { ...context, test, depth: context.depth + 1 };
  switch (node.type) {
    case 'struct_item':
    case 'union_item':
      into.structs.push({
        ...declared,
        generics: genericsOf(source, node),
        fields: fieldsOf(source, child(node, 'body')),
        attributes,
      });
      return;
    case 'enum_item':
      into.enums.push({
        ...declared,
        attributes,
        variants: (child(node, 'body')?.children ?? []).flatMap((variant) => {
          const variantName = variant.type === 'enum_variant' ? child(variant, 'name') : undefined;
          return variantName
            ? [
                {
                  name: source.of(variantName),
                  spot: source.spot(variantName.start),
                  fields: fieldsOf(source, child(variant, 'body')),
                },
              ]
            : [];
        }),
      });
      return;
    case 'trait_item':
      into.traits.push({ ...declared, generics: genericsOf(source, node), bounds: traitBounds(source, node) });
      readItems(source, child(node, 'body')?.children ?? [], { ...inside, trait: into.traits.length - 1 }, into);
      return;
    case 'impl_item':
      readImpl(source, node, attributes, inside, into);
      return;
    case 'function_item':
    case 'function_signature_item':
      readFunction(source, node, attributes, declared, inside, into);
      return;
    case 'type_item':
      if (context.impl === undefined)
        into.aliases.push({
          ...declared,
          generics: genericsOf(source, node),
          type: typeOf(source, child(node, 'type')),
        });
      return;
    case 'const_item':
    case 'static_item': {
      if (context.impl !== undefined) return;
      const value = child(node, 'value');
      into.values.push({
        ...declared,
        type: typeOf(source, child(node, 'type')),
        ...(value?.type.endsWith('string_literal') && { text: stringValue(source.of(value)) }),
      });
      return;
    }
    case 'mod_item': {
      const body = child(node, 'body');
      if (!body) return;
      const module = context.module === '' ? name : `${context.module}::${name}`;
      into.modules.push(module);
      readItems(source, body.children, { module, test, depth: inside.depth }, into);
      return;
    }
    case 'foreign_mod_item':
      readItems(source, child(node, 'body')?.children ?? [], inside, into);
      return;
    case 'use_declaration':
      readUse(
        source,
        child(node, 'argument'),
        '',
        { module: context.module, ...(context.within !== undefined && { within: context.within }) },
        into.uses,
        0,
      );
      return;
    case 'extern_crate_declaration': {
      const alias = child(node, 'alias');
      if (alias) into.uses.push({ module: context.module, name: source.of(alias), path: `::${name}` });
      return;
    }
    case 'macro_definition':
      into.macros.push({ ...declared, rules: source.of(node).slice(0, 4000) });
      return;
    case 'expression_statement':
      if (node.children[0]?.type === 'macro_invocation') readItem(source, node.children[0], attributes, context, into);
      return;
    case 'macro_invocation':
      readMacro(source, node, inside, into);
      return;
    case 'ERROR':
      readBroken(source, node, declared, inside, into);
      return;
    default:
  }
}

function readImpl(source: Source, node: Syntax, attributes: readonly Attribute[], inside: Context, into: Items): void {
  const trait = child(node, 'trait');
  const body = child(node, 'body')?.children ?? [];
  const types: Record<string, TypeRef> = {};
  const strings: Record<string, string> = {};
  for (const part of body) {
    const name = child(part, 'name');
    if (!name) continue;
    if (part.type === 'type_item') types[source.of(name)] = typeOf(source, child(part, 'type'));
    const value = part.type === 'const_item' ? child(part, 'value') : undefined;
    if (value?.type.endsWith('string_literal')) strings[source.of(name)] = stringValue(source.of(value));
  }
  const type = child(node, 'type');
  into.impls.push({
    module: inside.module,
    spot: source.spot((trait ?? type ?? node).start),
    generics: genericsOf(source, node),
    ...(trait && { trait: typeOf(source, trait) }),
    type: typeOf(source, type),
    types,
    strings,
    attributes,
    ...(inside.test && { test: true as const }),
  });
  readItems(source, body, { ...inside, impl: into.impls.length - 1 }, into);
}

function readFunction(
  source: Source,
  node: Syntax,
  attributes: readonly Attribute[],
  declared: Pick<FunctionFacts, 'name' | 'module' | 'spot' | 'test'>,
  context: Context,
  into: Items,
): void {
  const parameters = child(node, 'parameters')?.children ?? [];
  const returns = child(node, 'return_type');
  const block = child(node, 'body');
  const local: Syntax[] = [];
  const end = block && source.insides?.get(block.start);
  const body = block && end === undefined ? readBody({ source, item: (item) => local.push(item) }, block) : undefined;
  into.functions.push({
    ...declared,
    endLine: source.spot(Math.max(node.start, node.end - 1))[0],
    ...(context.impl !== undefined && { impl: context.impl }),
    ...(context.trait !== undefined && { trait: context.trait }),
    generics: genericsOf(source, node),
    method: parameters.some(
      (parameter) =>
        parameter.type === 'self_parameter' ||
        (parameter.type === 'parameter' && child(parameter, 'pattern')?.type === 'self'),
    ),
    parameters: parameters.flatMap((parameter) => {
      const pattern = child(parameter, 'pattern');
      return parameter.type === 'parameter' && pattern && pattern.type !== 'self'
        ? [
            {
              name: source.of(pattern).replace(/^mut\s+/, ''),
              type: typeOf(source, child(parameter, 'type')),
              spot: source.spot(pattern.start),
            },
          ]
        : [];
    }),
    ...(returns && { returns: typeOf(source, returns) }),
    attributes,
    ...(block && end !== undefined && { inside: [block.start, end] as const }),
    ...(body && { body }),
  });
  const inside = { module: context.module, within: declared.name, test: context.test, depth: context.depth };
  readItems(source, local, inside, into);
}

/** Half-written code: statements whose function does not end yet still count, as do items. */
function readBroken(
  source: Source,
  node: Syntax,
  declared: Pick<FunctionFacts, 'name' | 'module' | 'spot' | 'test'>,
  context: Context,
  into: Items,
): void {
  readItems(source, node.children, context, into);
  const statements = node.children.filter(({ type }) =>
    /^(expression_statement|let_declaration|\w+_expression)$/.test(type),
  );
  if (statements.length === 0) return;
  const local: Syntax[] = [];
  const body = readBody({ source, item: (item) => local.push(item) }, { ...node, children: statements });
  const name = childOfType(node, 'identifier');
  into.functions.push({
    ...declared,
    ...(name && { name: source.of(name), spot: source.spot(name.start) }),
    endLine: source.spot(Math.max(node.start, node.end - 1))[0],
    ...(context.impl !== undefined && { impl: context.impl }),
    generics: [],
    method: false,
    parameters: [],
    attributes: [],
    body,
  });
  readItems(source, local, { module: context.module, test: context.test, depth: context.depth }, into);
}

/** Items inside a macro's braces (`lazy_static! { … }`, `cfg_rt! { … }`) are items all the same. */
function readMacro(source: Source, node: Syntax, context: Context, into: Items): void {
  const name = child(node, 'macro');
  const tokens = childOfType(node, 'token_tree');
  if (!name || !tokens || !holdsCode(pathText(source, name)) || tokens.end - tokens.start > 200_000) return;
  const text = source.of(tokens);
  const declared = eventsAsItems(source, pathText(source, name), tokens);
  if (declared) {
    const derived: Attribute = { name: 'derive', text: 'Event', spot: source.spot(node.start) };
    for (const item of parseSyntax(declared)?.root.children ?? []) readItem(source, item, [derived], context, into);
    return;
  }
  if (!/\b(fn|impl|struct|enum|static|trait|use|mod)\b/.test(text)) return;
  const parsed = parseSyntax(itemsAsCode(source, tokens));
  if (parsed) readItems(source, parsed.root.children, context, into);
}

function fieldsOf(source: Source, body: Syntax | undefined): FieldFacts[] {
  if (!body) return [];
  if (body.type === 'ordered_field_declaration_list')
    return body.children
      .filter((part) => part.field === 'type')
      .map((part, index) => ({
        name: String(index),
        type: typeOf(source, part),
        public: true,
        spot: source.spot(part.start),
      }));
  return body.children.flatMap((part) => {
    const name = part.type === 'field_declaration' ? child(part, 'name') : undefined;
    return name
      ? [
          {
            name: source.of(name),
            type: typeOf(source, child(part, 'type')),
            public: childOfType(part, 'visibility_modifier') !== undefined,
            spot: source.spot(name.start),
          },
        ]
      : [];
  });
}
