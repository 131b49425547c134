/** The thread that reads ahead: reads each file nobody has claimed yet, from the last to the first. Knows no graph. */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { parentPort, workerData, type MessagePort } from 'node:worker_threads';
import { claim, type AheadFile, type AheadMessage, type AheadTask } from './ahead';
import { diskFiles } from './files';
import { engine, programFolder } from './installation';
import type { Language } from './languages/language';

export interface AheadData {
  readonly task: AheadTask;
  readonly claims: Int32Array;
  readonly port: MessagePort;
  readonly compiled: readonly string[];
}

const { task, claims, port, compiled } = workerData as AheadData;
if (!parentPort) throw new Error('This file is a thread of the command line and of the language server.');
void work();

async function work(): Promise<void> {
  const files = diskFiles(task.root);
  const { languages } = engine(compiled);
  let first = 0;
  for (const { id, files: listed } of task.languages) {
    const language = languages.find((one) => one.id === id);
    if (language) await readAll(language, listed, first);
    first += listed.length;
  }

  async function readAll(language: Language, listed: readonly AheadFile[], offset: number): Promise<void> {
    await language.prepare((name) => readFileSync(join(programFolder, name)));
    const needles = language.needles(task.buses);
    for (let index = listed.length - 1; index >= 0; index--) {
      const file = listed[index];
      const number = offset + index;
      if (Atomics.load(claims, claims.length - 1) !== 0) return;
      if (!file || Atomics.load(claims, number) !== claim.free || files.stat(file.path)?.stamp !== file.stamp) continue;
      const answer = files.read(file.path, file.size);
      if (answer.kind !== 'text' || !needles.test(answer.text)) continue;
      if (Atomics.compareExchange(claims, number, claim.free, claim.taken) !== claim.free) continue;
      port.postMessage({ number, ...factsOf(language, file.path, answer.text) } satisfies AheadMessage);
      Atomics.store(claims, number, claim.sent);
      Atomics.notify(claims, number);
    }
  }
}

/** A reader that throws is asked once more by linking, which names the file. */
function factsOf(language: Language, path: string, text: string): Pick<AheadMessage, 'facts'> {
  try {
    return { facts: { value: language.read(path, text) } };
  } catch {
    return {};
  }
}
