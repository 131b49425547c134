/** Types as events of the graph: ids, one node for each variant, fields and other names. */
import type { EventNode, Field } from '../../graph/graph';
import type { FieldFacts, TypeRef } from '../../languages/rust/facts';
import { lastSegment } from '../../languages/rust/inferred';
import type { RustWorld } from './contract';
import { answeredStrings, placeOf } from './sites';
import type { EventType } from './eventTypes';

export function idOf(path: string, variant?: string): string {
  return `rust:${path}${variant === undefined ? '' : `::${variant}`}`;
}

export function nodesOf(world: RustWorld, event: EventType, framework: string): EventNode[] {
  const { item } = event;
  const shared = {
    language: 'rust' as const,
    framework,
    ...(event.queued && { queued: true }),
    ...(event.broadcast && { broadcast: true }),
    ...(event.afterCommit && { afterCommit: true }),
    ...(event.channels.length > 0 && { channels: event.channels.map((channel) => channel.text) }),
  };
  if (item.kind === 'struct')
    return [
      {
        id: idOf(event.path),
        name: event.name,
        kind: 'class',
        ...shared,
        ...placeOf(item.file, item.facts.spot),
        endColumn: item.facts.spot[1] + event.name.length,
        fields: item.facts.fields.map(fieldOf),
        ...(event.aliases.length > 0 && { aliases: event.aliases }),
      },
    ];
  const aliases = variantAliases(world, event);
  return item.facts.variants.map((variant) => ({
    id: idOf(event.path, variant.name),
    name: `${event.name}::${variant.name}`,
    kind: 'enumMember',
    ...shared,
    ...placeOf(item.file, variant.spot),
    endColumn: variant.spot[1] + variant.name.length,
    fields: variant.fields.map(fieldOf),
    ...(aliases.has(variant.name) && { aliases: [aliases.get(variant.name) ?? ''] }),
  }));
}

/** `match self { Self::Placed { .. } => "order.placed" }` in the function that names an enum's events. */
function variantAliases(world: RustWorld, event: EventType): ReadonlyMap<string, string> {
  const found = new Map<string, string>();
  for (const { file, impl, index } of world.inference.implsOf(event.path)) {
    if (!impl.trait) continue;
    for (const fn of world.facts(file)?.functions ?? []) {
      if (fn.impl !== index || !/^(event_name|event_type|name|topic|kind)$/.test(fn.name) || !fn.body) continue;
      const { body } = fn;
      for (const expression of body.expressions)
        if (expression.kind === 'match')
          for (const arm of expression.arms) {
            const [text] = answeredStrings({ ...fn, body: { ...body, results: [arm.value] } });
            for (const part of arm.parts)
              if (part.path !== undefined && text !== undefined) found.set(lastSegment(part.path), text);
          }
    }
  }
  return found;
}

export function fieldOf(field: FieldFacts): Field {
  const type = showType(field.type);
  return {
    name: field.name,
    ...(type !== '' && { type }),
    mutable: field.public,
    line: field.spot[0],
    column: field.spot[1],
  };
}

export function showType(type: TypeRef): string {
  if (type.kind === 'path')
    return type.args.length > 0
      ? `${lastSegment(type.path)}<${type.args.map(showType).join(', ')}>`
      : lastSegment(type.path);
  if (type.kind === 'tuple') return `(${type.items.map(showType).join(', ')})`;
  if (type.kind === 'dyn' || type.kind === 'impl') return `${type.kind} ${type.bounds.map(showType).join(' + ')}`;
  return type.kind === 'function' ? 'fn' : '';
}
