/** What a call is given: the event as a name or a value, and what shall be called with it. Knows no framework. */
import type { EventNode, Handler } from '../../graph/graph';
import { lastSegment, peel } from '../../languages/rust/inferred';
import type { Type } from '../../languages/rust/inferred';
import type { CallSite, RustWorld } from './contract';
import { handlerOf, placeOf } from './sites';
import { fieldOf, idOf } from './eventNodes';

export interface Named {
  readonly id: string;
  readonly name: string;
  readonly node: EventNode;
}

/** Strings an argument may be: literals, constants and the branches of a choice. */
export function textsGiven(world: RustWorld, site: CallSite, index: number, depth = 0): string[] {
  const expression = site.body.expressions[index];
  if (!expression || depth > 8) return [];
  if (expression.kind === 'string') return [expression.text];
  if (expression.kind === 'either')
    return expression.options.flatMap((option) => textsGiven(world, site, option, depth + 1));
  if (expression.kind === 'match')
    return expression.arms.flatMap((arm) => textsGiven(world, site, arm.value, depth + 1));
  if (expression.kind === 'method' && /^(to_string|to_owned|into|as_str|clone)$/.test(expression.name))
    return textsGiven(world, site, expression.receiver, depth + 1);
  if (expression.kind === 'call' && expression.args.length === 1)
    return textsGiven(world, site, expression.args[0] ?? 0, depth + 1);
  if (expression.kind !== 'path') return [];
  const local = world.inference.binding(site.context, site.body, expression.path, expression.offset);
  if (local?.value !== undefined && local.steps.length === 0) return textsGiven(world, site, local.value, depth + 1);
  const item = world.names.resolve(site.file, site.context.module, expression.path, 'value');
  return item.kind === 'value' && item.facts.text !== undefined ? [item.facts.text] : [];
}

export function namedByText(name: string, bus: string, framework: string): Named {
  const own = `rust:${bus}|${name}`;
  return { id: own, name, node: { id: own, name, language: 'rust', kind: 'string', emitter: bus, framework } };
}

/** An event told by its type; none for strings. */
export function namedByType(type: Type, bus: string, framework: string): Named[] {
  const peeled = peel(type);
  if (peeled.kind !== 'named' || /^(str|String)$/.test(peeled.name)) return [];
  const { item, path, variant } = peeled;
  const name = variant === undefined ? peeled.name : `${peeled.name}::${variant}`;
  const own = `${idOf(path, variant)}|${bus}`;
  const shared = { id: own, name, language: 'rust' as const, emitter: bus, framework };
  if (item?.kind === 'struct')
    return [
      {
        id: own,
        name,
        node: {
          ...shared,
          kind: 'class',
          ...placeOf(item.file, item.facts.spot),
          fields: item.facts.fields.map(fieldOf),
        },
      },
    ];
  if (item?.kind === 'enum') {
    const member = item.facts.variants.find((candidate) => candidate.name === variant);
    return [
      {
        id: own,
        name,
        node: {
          ...shared,
          kind: member ? 'enumMember' : 'class',
          ...placeOf(item.file, member?.spot ?? item.facts.spot),
        },
      },
    ];
  }
  return [{ id: own, name, node: { ...shared, kind: 'class', external: true } }];
}

/** What is handed over to be called: a closure, a function, or a value of a type. */
export function handlerGiven(world: RustWorld, site: CallSite, arg: number | undefined): Handler {
  const { body, context } = site;
  const expression = arg === undefined ? undefined : body.expressions[arg];
  if (expression?.kind === 'closure')
    return {
      handler: 'closure',
      handlerFile: site.file,
      handlerLine: expression.spot[0],
      handlerColumn: expression.spot[1],
      handlerEndLine: expression.endLine,
    };
  if (expression?.kind === 'path') {
    const item = world.names.resolve(site.file, context.module, expression.path, 'value');
    if (item.kind === 'function') return handlerOf(item.file, item.facts.name, item.facts);
    if (item.kind === 'associated') return { handler: `${lastSegment(item.ownerPath)}::${item.name}` };
  }
  const type = arg === undefined ? undefined : peel(world.inference.typeOf(context, body, arg));
  return {
    handler:
      type?.kind === 'named' ? type.name : expression?.kind === 'path' ? lastSegment(expression.path) : 'closure',
  };
}
