/** Texts of exceptions as languages print them, and texts that are hostile. */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { joinedException, readException } from '../server/stores/inspector/exceptions';
import { similar } from '../server/stores/inspector/similar';
import { randomFrom } from './support/random';

interface Case {
  readonly text: string;
  readonly exception: string | null;
  readonly message: string | null;
  /** `text @ file:line`, `-` before what is foreign. */
  readonly frames: readonly string[];
}

const cases: Readonly<Record<string, Case>> = {
  'PHP, with a cause': {
    text: `PDOException: SQLSTATE[23000]: UNIQUE constraint failed: a.b in /var/www/vendor/laravel/Connection.php:571
Stack trace:
#0 /var/www/vendor/laravel/Connection.php(571): PDOStatement->execute()
#1 /var/www/app/Orders.php(12): Illuminate\\Database\\Connection->insert('insert into "a...', Array)
#2 {main}

Next Illuminate\\Database\\UniqueConstraintViolationException: SQLSTATE[23000]: failed in (a),
b in twice in /var/www/vendor/laravel/Connection.php:824
Stack trace:
#0 /var/www/app/Orders.php(12): Illuminate\\Database\\Connection->insert('x (y', Array)
#1 /var/www/app/Jobs/Import.php(33): App\\Orders->App\\{closure}(Object(App\\Models\\User))
#2 [internal function]: App\\Jobs\\Import->handle()
#3 {main}`,
    exception: 'Illuminate\\Database\\UniqueConstraintViolationException',
    message: 'SQLSTATE[23000]: failed in (a),\nb in twice',
    frames: [
      '- Illuminate\\Database\\Connection->insert() @ /var/www/vendor/laravel/Connection.php:824',
      'App\\Orders->App\\{closure}() @ /var/www/app/Orders.php:12',
      'App\\Jobs\\Import->handle() @ /var/www/app/Jobs/Import.php:33',
    ],
  },
  'PHP, one line': {
    text: 'RuntimeException: disk is full in /app/Jobs/UpdateDocumentationJob.php:31',
    exception: 'RuntimeException',
    message: 'disk is full',
    frames: ['{main} @ /app/Jobs/UpdateDocumentationJob.php:31'],
  },
  'PHP, a trace alone': {
    text: '#0 /app/a.php(3): run(Array)\n#1 {main}',
    exception: null,
    message: null,
    frames: ['- run() @ null:null', '{main} @ /app/a.php:3'],
  },
  "PHP, in Laravel's log": {
    text: `[2026-06-18 14:31:52] production.ERROR: gone {"exception":"[object] (App\\\\Gone(code: 0): gone at /app/a.php:12)
[stacktrace]
#0 /app/b.php(4): App\\A->b()
#1 {main}
"}`,
    exception: 'App\\\\Gone',
    message: 'gone',
    frames: ['App\\A->b() @ /app/a.php:12', '{main} @ /app/b.php:4'],
  },
  'PHP, a closure of 8.4': {
    text: 'Error: x in /a.php:1\nStack trace:\n#0 /b.php(2): {closure:App\\X::y():23}(1)\n#1 {main}',
    exception: 'Error',
    message: 'x',
    frames: ['{closure:App\\X::y():23}() @ /a.php:1', '{main} @ /b.php:2'],
  },
  Node: {
    text: `TypeError [ERR_INVALID_ARG]: Cannot read properties of undefined (reading 'cents')
    at Price.of (file:///srv/app%20one/src/price.ts:10:5)
    at async Object.<anonymous> (/srv/app/dist/index.js:3:7)
    at /srv/app/node_modules/express/lib/router.js:280:10
    at process.processTicksAndRejections (node:internal/process/task_queues:95:5)
    at new Promise (<anonymous>) {
  [cause]: Error: inner
      at inner (/srv/app/x.js:1:1)`,
    exception: 'TypeError',
    message: "Cannot read properties of undefined (reading 'cents')",
    frames: [
      'Price.of @ /srv/app one/src/price.ts:10',
      'Object.<anonymous> @ /srv/app/dist/index.js:3',
      '- (anonymous) @ /srv/app/node_modules/express/lib/router.js:280',
      '- process.processTicksAndRejections @ node:internal/process/task_queues:95',
      '- new Promise @ null:null',
    ],
  },
  'Node on Windows': {
    text: 'Error: no\r\n    at run (C:\\app\\a.js:3:1)\r\n    at C:\\app\\b.js:4:2',
    exception: 'Error',
    message: 'no',
    frames: ['run @ C:\\app\\a.js:3', '(anonymous) @ C:\\app\\b.js:4'],
  },
  Java: {
    text: `Exception in thread "main" java.lang.IllegalStateException: seat is taken
\tat shop.orders.Seats.take(Seats.java:23)
\tat shop.orders.SeatsKt$main$1.invoke(Seats.kt)
\tat org.axonframework.messaging.Handler.handle(Handler.java:99)
\tat java.base/java.lang.Thread.run(Thread.java:829)
\tat jdk.internal.reflect.Native.invoke0(Native Method)
\t... 23 more
Caused by: java.sql.SQLException: locked
\tat shop.Inner.run(Inner.java:1)`,
    exception: 'java.lang.IllegalStateException',
    message: 'seat is taken',
    frames: [
      'shop.orders.Seats.take @ Seats.java:23',
      'shop.orders.SeatsKt$main$1.invoke @ Seats.kt:null',
      '- org.axonframework.messaging.Handler.handle @ Handler.java:99',
      '- java.base/java.lang.Thread.run @ Thread.java:829',
      '- jdk.internal.reflect.Native.invoke0 @ null:null',
    ],
  },
  '.NET': {
    text: `System.InvalidOperationException: Cannot charge
 ---> System.TimeoutException: The bank did not answer
   at Shop.Bank.Ask(String card) in C:\\src\\Bank.cs:line 12
   --- End of inner exception stack trace ---
   at Shop.Charge.Handle(ChargeCard command) in /src/Charge.cs:line 40
   at Wolverine.Runtime.Handlers.HandlerPipeline.InvokeAsync(Envelope envelope)
   at System.Threading.Tasks.Task.Run(Action action)`,
    exception: 'System.InvalidOperationException',
    message: 'Cannot charge',
    frames: [
      'Shop.Bank.Ask() @ C:\\src\\Bank.cs:12',
      'Shop.Charge.Handle() @ /src/Charge.cs:40',
      '- Wolverine.Runtime.Handlers.HandlerPipeline.InvokeAsync() @ null:null',
      '- System.Threading.Tasks.Task.Run() @ null:null',
    ],
  },
  Python: {
    text: `Traceback (most recent call last):
  File "/app/inner.py", line 1, in inner
    raise KeyError("x")
KeyError: 'x'

During handling of the above exception, another exception occurred:

Traceback (most recent call last):
  File "/app/main.py", line 9, in <module>
    run()
  File "/usr/lib/python3.12/site-packages/lib/work.py", line 4, in work
    raise orders.errors.OrderLost("two\\nlines")
    ^^^^^^^^
orders.errors.OrderLost: two
lines`,
    exception: 'orders.errors.OrderLost',
    message: 'two\nlines',
    frames: ['- work @ /usr/lib/python3.12/site-packages/lib/work.py:4', '<module> @ /app/main.py:9'],
  },
  Ruby: {
    text: `/app/jobs/welcome.rb:12:in \`perform': execution expired (Net::OpenTimeout)
\tfrom /usr/lib/ruby/gems/3.2.0/gems/activejob-7/lib/execution.rb:59:in 'ActiveJob::Execution#perform_now'`,
    exception: 'Net::OpenTimeout',
    message: 'execution expired',
    frames: [
      'perform @ /app/jobs/welcome.rb:12',
      '- ActiveJob::Execution#perform_now @ /usr/lib/ruby/gems/3.2.0/gems/activejob-7/lib/execution.rb:59',
    ],
  },
  'Rust, a panic with its calls': {
    text: `thread 'tokio-runtime-worker' panicked at src/handlers.rs:4:5:
called \`Option::unwrap()\` on a \`None\` value
stack backtrace:
   0: rust_begin_unwind
             at /rustc/9fc6b431/library/std/src/panicking.rs:645:5
   1: core::panicking::panic_fmt
   2: shop::handlers::handle::h0123456789abcdef
             at ./src/handlers.rs:12:9
note: Some details are omitted`,
    exception: 'panic',
    message: 'called `Option::unwrap()` on a `None` value',
    frames: [
      '- rust_begin_unwind @ /rustc/9fc6b431/library/std/src/panicking.rs:645',
      '- core::panicking::panic_fmt @ null:null',
      'shop::handlers::handle @ ./src/handlers.rs:12',
    ],
  },
  'Rust, an old panic': {
    text: "thread 'main' panicked at 'no seat', src/main.rs:4:5\nnote: run with `RUST_BACKTRACE=1`",
    exception: 'panic',
    message: 'no seat',
    frames: ['panic @ src/main.rs:4'],
  },
  'Rust, an error': {
    text: 'Error: cannot charge\n\nCaused by:\n    timed out\n\nStack backtrace:\n   0: shop::charge\n             at src/charge.rs:7:1',
    exception: null,
    message: 'cannot charge\n\nCaused by:\n    timed out',
    frames: ['shop::charge @ src/charge.rs:7'],
  },
  Elixir: {
    text: '** (Ecto.StaleEntryError) attempted to update\n    (ecto 3.11.0) lib/ecto/repo/schema.ex:966: Ecto.Repo.Schema.apply/4\n    (bank 0.1.0) lib/bank/accounts.ex:12: Bank.Accounts.open/1',
    exception: 'Ecto.StaleEntryError',
    message: 'attempted to update',
    frames: [
      '- Ecto.Repo.Schema.apply/4 @ lib/ecto/repo/schema.ex:966',
      'Bank.Accounts.open/1 @ lib/bank/accounts.ex:12',
    ],
  },
  "JSON, Active Job's": {
    text: JSON.stringify({
      exception_class: 'Net::OpenTimeout',
      message: 'execution expired',
      backtrace: ["/app/jobs/welcome.rb:12:in `perform'", "/x/gems/y.rb:1:in `z'"],
    }),
    exception: 'Net::OpenTimeout',
    message: 'execution expired',
    frames: ['perform @ /app/jobs/welcome.rb:12', '- z @ /x/gems/y.rb:1'],
  },
  "JSON, a serialised error's": {
    text: JSON.stringify({ name: 'HttpError', message: 'no', stack: 'HttpError: no\n    at run (/app/a.js:3:1)' }),
    exception: 'HttpError',
    message: 'no',
    frames: ['run @ /app/a.js:3'],
  },
  "JSON, Laravel's response": {
    text: JSON.stringify({
      message: 'gone',
      exception: 'App\\Gone',
      file: '/app/a.php',
      line: 3,
      trace: [{ file: '/app/vendor/x.php', line: 9, function: 'run', class: 'App\\A', type: '->' }],
    }),
    exception: 'App\\Gone',
    message: 'gone',
    frames: ['- App\\A->run() @ /app/vendor/x.php:9'],
  },
  'JSON in JSON': {
    text: JSON.stringify({ error: { type: 'Timeout', message: JSON.stringify('late') } }),
    exception: 'Timeout',
    message: '"late"',
    frames: [],
  },
  'a sentence': { text: 'seat is gone: no more', exception: null, message: 'seat is gone: no more', frames: [] },
  'a class and a sentence': { text: 'App\\SeatGone: row 4', exception: 'App\\SeatGone', message: 'row 4', frames: [] },
  'a class alone': { text: 'OutOfMemoryError', exception: 'OutOfMemoryError', message: null, frames: [] },
  nothing: { text: '  ', exception: null, message: null, frames: [] },
};

for (const [name, { text, exception, message, frames }] of Object.entries(cases))
  void test(`exceptions: ${name}`, () => {
    const found = readException(text);
    assert.deepEqual(
      {
        exception: found.exception,
        message: found.message,
        frames: found.frames.map(
          (frame) => `${frame.foreign ? '- ' : ''}${frame.text} @ ${String(frame.file)}:${String(frame.line)}`,
        ),
      },
      { exception, message, frames },
    );
  });

void test('exceptions: parts in columns of their own complete each other', () => {
  const trace = '#0 /app/a.php(3): run(Array)\n#1 {main}';
  const whole = `App\\Gone: it is gone in /app/b.php:9\nStack trace:\n${trace}`;
  assert.deepEqual(joinedException('it is gone', 'App\\Gone', trace), {
    exception: 'App\\Gone',
    message: 'it is gone',
    frames: readException(trace).frames,
  });
  const { exception, message, frames } = joinedException('it is gone', null, whole);
  assert.deepEqual([exception, message, frames.length], ['App\\Gone', 'it is gone', 2]);
  assert.deepEqual(joinedException(null, null, null), { exception: null, message: null, frames: [] });
});

const long = 300_000;
const hostile: Readonly<Record<string, string>> = {
  'one long line': 'a'.repeat(long),
  'open brackets': `Error: x\n    at ${'('.repeat(long)}`,
  'many colons': `Error: x\n    at ${':1'.repeat(long)}`,
  'many dots': `${'a.'.repeat(long)}: x`,
  'many backslashes': `${'A\\'.repeat(long)}: x`,
  'many frames': `Error: x\n${'    at f (/a.js:1:1)\n'.repeat(20_000)}`,
  'PHP without an end': `Stack trace:\n${'#0 /a.php(1): x(\n'.repeat(20_000)}`,
  'many Next': 'Next \n'.repeat(50_000),
  'many in': `${' in '.repeat(100_000)}:9`,
  'many braces': `Error: x in /a.php:1\nStack trace:\n#0 /a.php(1): ${'{'.repeat(long)}`,
  'Python without an end': `Traceback (most recent call last):\n${'  File "a", line 1, in b\n'.repeat(20_000)}`,
  'Rust without an end': `stack backtrace:\n${' 1: '.repeat(long)}`,
  'deep JSON': `${'{"error":'.repeat(30_000)}1${'}'.repeat(30_000)}`,
  'JSON in JSON in JSON': Array.from({ length: 12 }).reduce<string>((text) => JSON.stringify(text), 'x'),
  'control characters': '\0\u0007\u001b[31m\ud800: x\n\tat \0',
  'a log of Laravel that is cut off': `[object] (${'A'.repeat(long)}(code: `,
};

for (const [name, text] of Object.entries(hostile))
  void test(`exceptions: hostile text, ${name}`, () => {
    const begun = process.cpuUsage();
    const { frames } = readException(text);
    const { user } = process.cpuUsage(begun);
    assert.ok(frames.length <= 200);
    assert.ok(user < 1_500_000, `${user} µs`);
    assert.ok(similar(text).length <= 300);
  });

void test('exceptions: whatever stands there, something is read and nothing thrown', () => {
  const random = randomFrom(4);
  const texts = Object.values(cases).map(({ text }) => text);
  for (let round = 0; round < 3_000; round++) {
    const text = texts[random(texts.length)] ?? '';
    const from = random(text.length);
    const other = texts[random(texts.length)] ?? '';
    const mixed = text.slice(0, from) + other.slice(random(other.length));
    const read = readException(mixed);
    for (const frame of read.frames) assert.ok(frame.line === null || Number.isSafeInteger(frame.line));
    if (mixed.trim() !== '')
      assert.ok(read.exception !== null || read.message !== null || read.frames.length > 0, mixed);
  }
});

void test('similar: values are left out, what tells errors apart stays', () => {
  const same: readonly (readonly [string, string])[] = [
    ['No query results for model [App\\Models\\User] 12', 'No query results for model [App\\Models\\User] 4711'],
    ["Duplicate entry 'a-1' for key 'x'", "Duplicate entry 'b' for key 'x'"],
    ['order 8f21c0de-51aa-4b0e-9c1f-77d0e12fa3b8 is gone', 'order 1b7740ac-0c9e-4b1d-8a4f-90e1f3f0b1c2 is gone'],
    ['timed out after 5,001 ms', 'timed out after 30,001 ms'],
    ['at 2026-06-18T14:31:52Z', 'at 2025-01-01T00:00:00Z'],
    ['no seat for ann@example.com1', 'no seat for bo2@example.com'],
    ['first\nsecond 1', 'first\nother'],
  ];
  for (const [one, two] of same) assert.equal(similar(one), similar(two));
  const different: readonly (readonly [string, string])[] = [
    ['cURL error 28: x', 'cURL error 7: x'],
    ['SQLSTATE[23000]: x', 'SQLSTATE[42000]: x'],
    ['status 404', 'status 500'],
    ['disk is full', 'user is gone'],
    ['model [App\\Models\\User]', 'model [App\\Models\\Order]'],
  ];
  for (const [one, two] of different) assert.notEqual(similar(one), similar(two));
  assert.equal(similar(null), '');
});
