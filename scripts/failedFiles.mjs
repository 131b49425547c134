// A reporter for Node's test runner: one line for every test that failed, the name of its file, as written or as built.
import { parse } from 'node:path';

export default async function* failedFiles(events) {
  for await (const { type, data } of events) if (type === 'test:fail' && data.file) yield `${parse(data.file).name}\n`;
}
