/** Bodies of Rust functions are read on demand: as if they had been read at once, and wherever an edit has moved them. */
import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';
import { withoutInsides } from '../server/languages/rust/cut';
import { openInsides } from '../server/languages/rust/insides';
import { readRust, readWhole } from '../server/languages/rust/read';
import { loadParser } from '../server/languages/rust/syntax';
import { filesBelow, fixtures, load, membersOf, openFolder } from './support/project';
import { randomFrom } from './support/random';

const sets = ['frameworks', 'systems'].flatMap((set) =>
  membersOf(set)
    .map((member) => ({ name: `${set}: ${member}`, folder: join(fixtures, set, member) }))
    .map((one) => ({ ...one, sources: filesBelow(one.folder).filter((file) => file.endsWith('.rs')) }))
    .filter(({ sources }) => sources.length > 0),
);

const tricky = [
  'fn a() { let text = "}"; bus.emit(r#"{"}"#); }\nfn b() { c(b"\\"{", br"\\"); }',
  "fn a<'a>(x: &'a str) { if x.starts_with('{') || x == '\\'' || x == '\\u{7d}' { bus.emit('\"'); } }\nfn b() { c('🎈'); }",
  'fn a() { /* } /* { */ } */ bus.emit(1); // }\n}\n/// fn not() {\nfn b() { c(2); }',
  'fn a(grid: Grid<{ WIDTH + 1 }>) { bus.emit(1); }\nfn b() { c(2); }',
  'fn a() -> [u8; { 4 }] { bus.emit(1); [0; 4] }\nfn b() { c(2) }',
  "fn a<T>(t: T) -> impl Fn(T) -> Vec<T>\nwhere\n    T: 'static,\n{ bus.emit(t); vec![] }\nfn b() { c(2); }",
  'fn a() { use crate::Event; enum Own { One } bus.emit(Own::One); }\nfn b() { c(2); }',
  'trait T { fn a(&self) { bus.emit(1); } fn b(&self); }\nimpl T for X { fn b(&self) { c(self.r#fn, 2); } }',
  'cfg_rt! { fn a() { bus.emit(1); } }\nmacro_rules! m { (fn $n:ident) => { fn $n() { x(); } }; }\nfn b() { c(m!{ 1 }, 2); }',
  'const A: fn(u8) = |x| { bus.emit(x); };\nextern "C" { fn a(); }\nasync unsafe fn b() { let x = a < b; c(x).await; }',
  'fn a() { bus.emit( }\nfn b() { c(2); }',
  'fn a() { bus.emit(1); }}\nfn b() { c(2); }',
  'fn a() { bus.emit(1); let half = "never closed; }\nfn b() { c(2); }',
];

void test('a body that is read on demand says what it says when it is read at once', async () => {
  await loadParser(load);
  const texts = [
    ...tricky,
    ...sets.flatMap(({ folder, sources }) => sources.map((file) => readFileSync(join(folder, file), 'utf8'))),
  ];
  for (const text of texts) {
    const facts = readRust('src/lib.rs', text);
    const whole = readWhole('src/lib.rs', text);
    openInsides(facts, 'src/lib.rs', text);
    assert.deepEqual(
      facts.functions.map((fn) => fn.body),
      whole.functions.map((fn) => fn.body),
      text,
    );
    // A function's inside says where its body is found; a pattern has one of its own.
    const plain = (value: object): unknown =>
      JSON.parse(
        JSON.stringify(value, function (this: object, key, part: unknown) {
          return (key === 'inside' && 'generics' in this) || key === 'broken' ? undefined : part;
        }),
      );
    assert.deepEqual(plain(facts), plain(whole), text);
  }
});

void test('bodies are left out where the text is plain, and nothing is where it is in doubt', () => {
  assert.equal(withoutInsides('fn a() { b(); } // c\nfn d() {}')?.fragment.text, 'fn a() {} \nfn d() {}');
  assert.equal(withoutInsides('fn a() { b();'), undefined);
  assert.equal(withoutInsides('fn a() { b(); }}'), undefined);
  assert.equal(withoutInsides('fn a() { "b }'), undefined);
  assert.equal(withoutInsides('fn a(x: G<1>) -> G<{ 1 }> { b() }'), undefined);
});

/** What moves bodies without changing them, or changes them without moving anything. */
const moves: readonly ((text: string, random: (limit: number) => number) => string)[] = [
  (text) => `// one\n/* two\n */\n${text}`,
  (text, random) => insertAt(text, random, '\n\n'),
  (text) => text.replace(/\bfn /g, 'fn    '),
  (text) => text.replace(/\) (->|\{)/g, ')  \n  $1'),
  (text) => text.replace(/;\n/g, '; // said\n'),
  (text, random) => insertAt(text, random, ' todo!(); '),
  (text) => text.replace(/\n/g, '\r\n'),
  (text) => `\uFEFF${text}`,
];

function insertAt(text: string, random: (limit: number) => number, what: string): string {
  const lines = text.split('\n');
  const line = random(lines.length);
  lines[line] = `${lines[line] ?? ''}${what}`;
  return lines.join('\n');
}

for (const { name, folder, sources } of sets)
  void test(`bodies that moved: ${name}`, async () => {
    const session = openFolder(folder);
    await session.graph();
    const random = randomFrom(name.length * 7919);
    for (const [round, move] of [...moves, ...moves].entries()) {
      const file = sources[random(sources.length)] ?? '';
      const text = move(readFileSync(join(folder, file), 'utf8'), random);
      for (const now of [text, undefined]) {
        session.edited(file, now);
        const fresh = openFolder(folder);
        fresh.edited(file, now);
        assert.deepEqual(await session.graph(), await fresh.graph(), `${file} after move ${round}`);
      }
    }
  });
