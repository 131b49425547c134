/** What is computed again and what is not when an answer is asked for again: counted, never timed. */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { openQueries, type Queries } from '../server/linking/javascript/queries';

/** How often a question is computed when it is asked three times. */
function computedInThree(ask: Queries['ask'], compute: () => void): number {
  const table = new Map<object | string, unknown>();
  let computed = 0;
  for (let time = 0; time < 3; time++)
    ask(
      table,
      'question',
      () => {
        computed++;
        compute();
        return 'answer';
      },
      'none',
    );
  return computed;
}

void test('an answer whose own budget ran out is kept: asking again would give it no more', () => {
  const queries = openQueries();
  assert.equal(
    computedInThree(queries.askOnce, () => {
      queries.spent();
    }),
    1,
  );
});

void test('an answer on somebody else’s budget is not kept when that runs out', () => {
  const queries = openQueries();
  assert.equal(
    computedInThree(queries.ask, () => {
      queries.spent();
    }),
    3,
  );
});

void test('whoever asks what ran out of its own budget keeps its own answer', () => {
  const queries = openQueries();
  const table = new Map<object | string, unknown>();
  assert.equal(
    computedInThree(queries.ask, () => {
      queries.askOnce(
        table,
        'search',
        () => {
          queries.spent();
          return 'found';
        },
        'none',
      );
    }),
    1,
  );
});

/** How often a search that leans on its unfinished asker is made when many ask, each from inside another answer. */
function searchesForMany(askers: number, spends: boolean): number {
  const queries = openQueries();
  const table = new Map<object | string, unknown>();
  let searches = 0;
  for (let asker = 0; asker < askers; asker++) {
    const key = `asker ${asker}`;
    const search = (): string => {
      searches++;
      if (spends) queries.spent();
      return queries.ask(table, key, () => 'never', 'unfinished');
    };
    queries.ask(table, key, () => queries.askOnce(table, 'search', search, 'none'), 'none');
  }
  return searches;
}

void test('a search that leans on an unfinished answer is made again, but not by every asker', () => {
  assert.equal(searchesForMany(3, false), 3);
  assert.equal(searchesForMany(1_000, false), 8);
});

void test('a search that leans on an unfinished answer and ran out of its budget is made once', () => {
  assert.equal(searchesForMany(1_000, true), 1);
});
