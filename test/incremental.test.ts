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

/** What a keystroke does most often: places move, or a comment says something else, and nothing means anything new. */
const keystrokes: typeof edits = [
  (text) => `\n${text}`.replace(/^\n(<\?php)/, '$1\n'),
  (text, random) => atLine(text, random, (line) => `  ${line}`),
  (text, random) => atLine(text, random, (line) => `${line} // subscribe(x) require('y').on(`),
  (text) => text.replace(/\n\n/g, '\n'),
  (text, random) => atLine(text, random, (line) => `${line}\n\n`),
  (text) => text.replace(/\bexport (?:const|class|function) (\w+)/, '$&Too'),
  (text, random) => text.slice(0, random(text.length)),
];

function atLine(text: string, random: (limit: number) => number, change: (line: string) => string): string {
  const lines = text.split('\n');
  const index = random(lines.length);
  lines[index] = change(lines[index] ?? '');
  return lines.join('\n');
}

for (const set of ['frameworks', 'systems'])
  for (const member of membersOf(set))
    void test(`${set}: ${member}, edit upon edit`, async () => {
      const folder = join(fixtures, set, member);
      const sources = filesBelow(folder).filter((file) => /\.(?:[mc]?[jt]sx?|php|rs)$/.test(file));
      // Some as if they were large: what was linked is read again when it is edited.
      const session = openFolder(folder, set === 'systems' ? { mostTexts: 0 } : {});
      await session.graph();
      const random = randomFrom(member.length * 15485863);
      const texts = new Map<string, string>();
      for (let round = 0; round < 14; round++) {
        const file = (round % 3 ? [...texts.keys()].pop() : undefined) ?? sources[random(sources.length)] ?? '';
        const before = texts.get(file) ?? readFileSync(join(folder, file), 'utf8');
        const text = keystrokes[round % keystrokes.length]?.(before, random) ?? '';
        texts.delete(file);
        texts.set(file, text);
        session.edited(file, text);
        // Every third edit waits for the next one, as typing does.
        if (round % 3 === 1) continue;
        const fresh = openFolder(folder);
        for (const [path, content] of texts) fresh.edited(path, content);
        assert.deepEqual(await session.graph(), await fresh.graph(), `${file} after edit ${round}`);
      }
    });

/** Edits in one file that change what is said of another. */
const farReaching: readonly (readonly [project: string, file: string, from: string, to: string])[] = [
  [
    'diagnostics/never-registered/listen-map',
    'app/Providers/EventServiceProvider.php',
    '// PrintLabel::class',
    'PrintLabel::class, //',
  ],
  ['diagnostics/never-registered/listen-map', 'app/Services/Archive.php', 'NotifyOwner $notify', 'object $notify'],
  [
    'diagnostics/never-registered/listen-map',
    'app/Services/Archive.php',
    'new ScanLost',
    'new \\App\\Listeners\\PrintLabel',
  ],
  ['diagnostics/never-registered/listen-map', 'app/Events/ScanSigned.php', 'class ScanSigned', 'class ScanSignedToo'],
  ['diagnostics/never-registered/listen-map', 'config/app.php', 'App\\Providers\\EventServiceProvider::class', ''],
  ['diagnostics/never-registered/undiscovered', 'bootstrap/app.php', 'discover: false', 'discover: true'],
  ['frameworks/laravelDiscovery', 'app/Listeners/PostLetter.php', "'mail'", "'post'"],
  ['frameworks/laravelDiscovery', 'app/Support/Lane.php', "'slow'", "'slower'"],
  ['frameworks/laravelJobs', 'app/Jobs/Sharpen.php', "'images'", '$queue'],
  ['systems/async-events', 'src/listeners/mail.rs', 'Some("mail")', 'None'],
];

for (const [project, file, from, to] of farReaching)
  void test(`${project}: ${from} becomes ${to || 'nothing'}`, async () => {
    const folder = join(fixtures, project);
    const text = readFileSync(join(folder, file), 'utf8');
    const session = openFolder(folder);
    const before = await session.graph();
    session.edited(file, text.replace(from, to));
    const fresh = openFolder(folder);
    fresh.edited(file, text.replace(from, to));
    const after = await fresh.graph();
    assert.notDeepEqual(after, before, 'the edit means nothing');
    assert.deepEqual(await session.graph(), after);
    session.edited(file, undefined);
    assert.deepEqual(await session.graph(), before);
  });
