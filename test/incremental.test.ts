/** After any edit, the graph of an open session equals the graph of a session opened fresh on the same texts. */
import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';
import { filesBelow, fixtures, membersOf, openFolder } from './support/project';
import { randomFrom } from './support/random';

const edits: readonly ((text: string, random: (limit: number) => number) => string)[] = [
  (text) => text.replace(/\n/, '\n\n'),
  (text, random) => text.slice(0, random(text.length)),
  (text) => text.replace(/\b(class|function|fn|struct) (\w+)/, '$1 $2Renamed'),
  (text, random) => {
    const lines = text.split('\n');
    lines.splice(random(lines.length), 1);
    return lines.join('\n');
  },
  () => '',
  // What others asked of a class changes, and nothing else: a parent, a return type, a method more.
  (text) => text.replace(/ (?:extends|implements) [\\\w]+/, ''),
  (text) => text.replace(/\): [?\\\w]+ *(?=\{|;|\n)/g, ')'),
  (text) =>
    text.replace(/^(\s+)(public function )/m, "$1public function another(): string { return 'another'; }\n$1$2"),
];

for (const set of ['frameworks', 'systems'])
  for (const member of membersOf(set))
    void test(`${set}: ${member}`, async () => {
      const folder = join(fixtures, set, member);
      const sources = filesBelow(folder).filter((file) => /\.(?:[mc]?[jt]sx?|php|rs)$/.test(file));
      const session = openFolder(folder);
      await session.graph();
      const random = randomFrom(member.length * 104729);
      for (let round = 0; round < 16; round++) {
        const file = sources[random(sources.length)] ?? '';
        const edit = edits[round % edits.length];
        const text = edit?.(readFileSync(join(folder, file), 'utf8'), random) ?? '';
        session.edited(file, text);
        const fresh = openFolder(folder);
        fresh.edited(file, text);
        assert.deepEqual(await session.graph(), await fresh.graph(), `${file} after edit ${round}`);
        if (round % 2) session.edited(file, undefined);
        else {
          session.edited(file, undefined);
          assert.deepEqual(
            await session.graph(),
            await openFolder(folder).graph(),
            `${file} after undoing edit ${round}`,
          );
        }
      }
    });
