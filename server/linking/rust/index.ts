/** Rust as a language of the workspace: parser, facts and linker put together. */
import { rustFrameworks } from '../../frameworks/rust';
import type { Bus } from '../../graph/bus';
import type { RustFacts } from '../../languages/rust/facts';
import { readRust } from '../../languages/rust/read';
import { loadParser } from '../../languages/rust/syntax';
import type { Language } from '../../languages/language';
import { createRustLinker } from './linker';

function needles(buses: readonly Bus[]): RegExp {
  const calls = buses
    .filter((bus) => !bus.languages || bus.languages.includes('rust'))
    .flatMap((bus) => [...(bus.dispatch ?? []), ...(bus.listen ?? [])])
    .map((call) => call.call);
  const words = new Set([...rustFrameworks.flatMap((member) => member.needles), ...calls]);
  return new RegExp([...words].map((word) => word.replace(/[.*+?^${}()|[\]\\]/g, '\\$&')).join('|'));
}

export const rust: Language<RustFacts> = {
  id: 'rust',
  title: 'Rust',
  extensions: ['.rs'],
  readAhead: true,
  version: 5,
  needles,
  prepare: loadParser,
  read: readRust,
  linker: createRustLinker,
};
