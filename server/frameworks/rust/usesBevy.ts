/** Whether a file is part of a Bevy program, whose plugins, messages and hooks are something else than elsewhere. */
import type { Crate } from '../../languages/rust/crates';
import type { RustWorld } from './contract';

const bevyCrates = new WeakMap<Crate, boolean>();

export function usesBevy(world: RustWorld, file: string): boolean {
  const { crate } = world.names.crates.moduleOf(file);
  let known = bevyCrates.get(crate);
  if (known === undefined) {
    known = [...crate.dependencies].some((name) => /^bevy(_|$)/.test(name)) || /^bevy(_|$)/.test(crate.name);
    bevyCrates.set(crate, known);
  }
  return known;
}
