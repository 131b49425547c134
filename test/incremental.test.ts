/** After any edit, the graph of an open session equals the graph of a session opened fresh on the same texts. */
import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { join, relative } from 'node:path';
import { test } from 'node:test';
import { joinParts } from '../server/linking/rust/joinParts';
import { filesBelow, fixtures, membersOf, openFolder } from './support/project';
import { randomFrom } from './support/random';
import { reshapings } from './support/reshapings';

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

const slower = /\.(?:php|rs)$/;

/** Methods, classes and parents are renamed, moved, dropped and put elsewhere, in several files at a time. */
for (const set of ['frameworks', 'systems', 'diagnostics'])
  for (const folder of projectsOf(set)) {
    const sources = filesBelow(folder).filter((file) => slower.test(file));
    if (sources.length === 0) continue;
    void test(`${relative(fixtures, folder)}, reshaped`, async () => {
      const session = openFolder(folder);
      let latest = await session.graph();
      const random = randomFrom(folder.length * 32452843);
      const texts = new Map<string, string>();
      const written = (file: string): string => texts.get(file) ?? readFileSync(join(folder, file), 'utf8');
      const log: string[] = [];
      for (let round = 0; round < 20; round++) {
        const [undone] = texts.keys();
        if (undone !== undefined && (texts.size > 4 || round % 5 === 4)) {
          texts.delete(undone);
          session.edited(undone, undefined);
          log.push(`${undone} undone`);
        }
        const file = sources[random(sources.length)] ?? '';
        const other = sources[random(sources.length)] ?? '';
        const [name, reshape] = reshapings[random(reshapings.length)] ?? ['nothing', written];
        const text = reshape(written(file), random, written(other));
        texts.set(file, text);
        session.edited(file, text);
        log.push(`${file}: ${name}`);
        if (round % 4 === 2) continue;
        const before = JSON.stringify(latest);
        const kept = latest;
        latest = await session.graph();
        assert.equal(JSON.stringify(kept), before, `A graph that was handed out changed: ${log.join(', ')}`);
        const fresh = openFolder(folder);
        for (const [path, content] of texts) fresh.edited(path, content);
        assert.deepEqual(latest, await fresh.graph(), log.join(', '));
      }
    });
  }

/** Projects of a set, which stand in it or one folder further down. */
function projectsOf(set: string): string[] {
  return membersOf(set).flatMap((member) =>
    set === 'diagnostics'
      ? membersOf(`${set}/${member}`).map((project) => join(fixtures, set, member, project))
      : [join(fixtures, set, member)],
  );
}

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
  [
    'diagnostics/never-registered/listen-map',
    'app/Providers/EventServiceProvider.php',
    '// PrintLabel::class',
    "'App\\Listeners\\Print(Label', //",
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
    assert.deepEqual(after.problems, before.problems);
    assert.deepEqual(await session.graph(), after);
    session.edited(file, undefined);
    assert.deepEqual(await session.graph(), before);
  });

/** Functions that hand on what they are given, each in a file of its own, and what becomes of it when one is no such thing. */
void test('frameworks/enumChannels: a function that sends is lost, and whoever called it', async () => {
  const folder = join(fixtures, 'frameworks', 'enumChannels');
  const app = readFileSync(join(folder, 'src/app.rs'), 'utf8').replace('fn publish_it', 'pub fn publish_it');
  const texts = new Map([
    ['src/app.rs', app],
    ['src/main.rs', `mod relay;\nmod caller;\n${readFileSync(join(folder, 'src/main.rs'), 'utf8')}`],
    [
      'src/relay.rs',
      'use crate::app::Remote;\nuse crate::event::AppEvent;\npub fn relay_on(remote: &Remote, event: AppEvent) {\n    remote.publish_it(event);\n}\n',
    ],
    [
      'src/caller.rs',
      'use crate::app::Remote;\nuse crate::event::AppEvent;\nuse crate::relay::relay_on;\npub fn call(remote: &Remote) {\n    relay_on(remote, AppEvent::Quit);\n}\n',
    ],
  ]);
  const session = openFolder(folder);
  await session.graph();
  const callsFound = async (changes: Readonly<Record<string, string>>): Promise<number> => {
    for (const [file, text] of Object.entries(changes)) texts.set(file, text);
    const fresh = openFolder(folder);
    for (const [file, text] of texts) {
      fresh.edited(file, text);
      session.edited(file, text);
    }
    const graph = await session.graph();
    assert.deepEqual(graph, await fresh.graph());
    return graph.dispatches.filter(({ file, event }) => file === 'src/caller.rs' && event === 'AppEvent::Quit').length;
  };
  assert.equal(await callsFound({}), 1);
  assert.equal(await callsFound({ 'src/app.rs': app.replace('pub fn publish_it', 'pub fn publish_this') }), 0);
  assert.equal(await callsFound({ 'src/app.rs': app }), 1);
  assert.equal(await callsFound({ 'src/app.rs': app.replace('self.tx.send(event).ok();', 'drop(event);') }), 0);
  assert.equal(await callsFound({ 'src/app.rs': app, 'src/caller.rs': '' }), 0);
});

/** Enums that come to be carried by a channel, or are so no longer, by what another file says. */
void test('frameworks/enumChannels: an enum that travels no longer, and again', async () => {
  const folder = join(fixtures, 'frameworks', 'enumChannels');
  const file = 'src/event.rs';
  const text = readFileSync(join(folder, file), 'utf8');
  const session = openFolder(folder);
  const first = await session.graph();
  for (const change of [text.replace(/enum AppEvent/, 'enum Applied'), text, text.replace('Quit', 'Leave'), '', text]) {
    session.edited(file, change);
    const fresh = openFolder(folder);
    fresh.edited(file, change);
    assert.deepEqual(await session.graph(), await fresh.graph());
  }
  assert.deepEqual(await session.graph(), first);
});

void test('a share of Rust is a copy of what was found, which moves with later edits', () => {
  const found = { file: 'src/a.rs', line: 3, column: 5, via: 'on', certainty: 'exact', framework: 'buses' } as const;
  const listen = { ...found, event: 'opened', eventId: 'rust:opened', handler: 'open', handlerLine: 9 };
  const event = { id: 'rust:opened', name: 'opened', language: 'rust', framework: 'buses' } as const;
  const field = { name: 'at', line: 4, column: 5 };
  const part = { listens: [listen], events: [{ ...event, kind: 'class' as const, fields: [field] }] };
  const graph = joinParts([{ id: 'buses', part }]);
  const before = JSON.stringify(graph);
  listen.handlerLine = 10;
  field.line = 5;
  assert.equal(JSON.stringify(graph), before);
});
