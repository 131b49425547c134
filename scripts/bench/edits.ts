/**
 * Times one-file edits in an open session: text changed in the editor to new graph. The edited files are drawn from
 * those the graph speaks of, which are the dearest ones; every edit is followed by its undoing, which counts as well.
 */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { diskFiles } from '../../server/files';
import { languages } from '../../server/linking';
import { openSession } from '../../server/session';

const [folder = '.', count = '300', root = '.'] = process.argv.slice(2);

const changes: readonly ((text: string) => string)[] = [
  // A new first line moves everything below it.
  (text) => `\n${text}`.replace(/^\n(<\?php)/, '$1\n'),
  // Half-written code: the last third is missing.
  (text) => text.slice(0, Math.floor((text.length * 2) / 3)),
  // A renamed identifier: the first method or function gets another name.
  (text) => text.replace(/\b(function|fn|async) (\w+)/, '$1 $2Renamed'),
];

async function main(): Promise<void> {
  const session = openSession({
    files: diskFiles(folder),
    languages: () => Promise.resolve(languages),
    load: (name) => readFileSync(join(root, 'dist', name)),
  });
  const graph = await session.graph();
  const spoken = [...graph.dispatches, ...graph.listens, ...graph.events].flatMap((site) => site.file ?? []);
  const files = [...new Set(spoken)].filter(
    (file) => /\.(?:[mc]?[jt]sx?|php|rs)$/.test(file) && !file.endsWith('.blade.php'),
  );
  const times: number[] = [];
  /** Of the whole process: says more than the clock where others keep the machine busy. */
  const busy: number[] = [];
  let seed = 42;
  const next = (limit: number): number => (seed = (seed * 1103515245 + 12345) % 2147483648) % limit;
  const used = new Set<string>();
  while (times.length < Number(count) && files.length) {
    const file = files[next(files.length)] ?? '';
    const before = readFileSync(join(folder, file), 'utf8');
    used.add(file);
    const change = changes[next(changes.length)] ?? ((text: string) => text);
    for (const text of [change(before), before]) {
      const spent = process.cpuUsage();
      const started = performance.now();
      session.edited(file, text);
      await session.graph();
      times.push(performance.now() - started);
      const { user, system } = process.cpuUsage(spent);
      busy.push((user + system) / 1000);
    }
  }
  const at = (list: readonly number[], share: number): number =>
    [...list].sort((a, b) => a - b)[Math.min(list.length - 1, Math.floor(list.length * share))] ?? 0;
  process.stdout.write(
    JSON.stringify({
      count: times.length,
      files: used.size,
      p50: at(times, 0.5),
      p95: at(times, 0.95),
      max: at(times, 1),
      busy50: at(busy, 0.5),
      busy95: at(busy, 0.95),
    }),
  );
}

void main();
