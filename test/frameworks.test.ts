/** Every folder in fixtures/frameworks and fixtures/systems: what its marks say is found, and nothing else. */
import assert from 'node:assert/strict';
import { join } from 'node:path';
import { test } from 'node:test';
import { differences, factsOf } from './support/compare';
import { fixtures, marksOf, membersOf, openFolder } from './support/project';

for (const set of ['frameworks', 'systems'])
  for (const member of membersOf(set))
    void test(`${set}: ${member}`, async () => {
      const folder = join(fixtures, set, member);
      const marks = marksOf(folder).filter((mark) => mark.kind !== 'problem');
      assert.ok(marks.length > 0, 'the fixture has no marks');
      const lines = differences(marks, factsOf(await openFolder(folder).graph()));
      assert.deepEqual(lines, [], `\n${lines.join('\n')}`);
    });
