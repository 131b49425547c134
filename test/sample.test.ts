/** The sample workspace is the fixtures of the event systems without their marks, file by file. */
import assert from 'node:assert/strict';
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';
import { readMarks, withoutMarks } from './support/markers';

const fixtures = join('test', 'fixtures', 'systems');
const sample = 'sample';

function filesOf(folder: string): string[] {
  return readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) =>
      join(entry.parentPath, entry.name)
        .slice(folder.length + 1)
        .replaceAll('\\', '/'),
    )
    .sort();
}

void test('sample/ has the files of test/fixtures/systems and no others', () => {
  assert.deepEqual(filesOf(sample), filesOf(fixtures));
});

void test('sample/ is what `node scripts/sample.mjs` writes', () => {
  for (const file of filesOf(fixtures)) {
    const expected = withoutMarks(readFileSync(join(fixtures, file), 'utf8'));
    assert.equal(readFileSync(join(sample, file), 'utf8'), expected, file);
  }
});

void test('every sample project carries marks, and two to four of them are problems', () => {
  const problems = new Map<string, number>();
  for (const file of filesOf(fixtures)) {
    const project = file.split('/')[0] ?? '';
    const found = readMarks(file, readFileSync(join(fixtures, file), 'utf8')).filter((mark) => mark.kind === 'problem');
    problems.set(project, (problems.get(project) ?? 0) + found.length);
  }
  for (const [project, count] of problems) assert.ok(count >= 2 && count <= 4, `${project}: ${count} problems`);
});
