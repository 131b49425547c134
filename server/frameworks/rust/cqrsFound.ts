/** What is known of cqrs-es aggregates and of who reads their events. */
import type { Command, Dispatch, Listen } from '../../graph/graph';
import type { ImplFacts } from '../../languages/rust/facts';
import type { Context } from '../../languages/rust/inferred';
import type { Item } from '../../languages/rust/moduleTables';
import type { RustWorld } from './contract';

export type EnumItem = Item & { readonly kind: 'enum' };

export interface Aggregate {
  readonly file: string;
  readonly impl: ImplFacts;
  readonly index: number;
  readonly name: string;
  readonly path: string;
  readonly event: EnumItem | (Item & { kind: 'struct' });
  readonly command: EnumItem | (Item & { kind: 'struct' }) | undefined;
}

export interface Reader {
  readonly file: string;
  readonly index: number;
  readonly aggregate: string;
}

export interface Survey {
  readonly aggregates: readonly Aggregate[];
  readonly readers: readonly Reader[];
}

export interface Found {
  readonly dispatches: readonly Dispatch[];
  readonly listens: readonly Listen[];
  readonly commands: readonly Command[];
}

export const cqrsEsId = 'cqrsEs';

export function resolved(world: RustWorld, context: Context, path: string): Item | undefined {
  if (!path.startsWith('Self::'))
    return world.names.resolve(context.file, context.module, path, 'value', context.function?.name);
  const type = world.inference.lower({ kind: 'path', path, args: [] }, context);
  return type.kind === 'named' ? type.item : undefined;
}
