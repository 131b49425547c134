/** Members of groups of failures, in pages, as groups are opened. Draws nothing. */
import { useCallback, useEffect, useRef, useState } from 'preact/hooks';
import type { FailurePage } from '../../../../server/stores/questions';
import { Superseded } from '../../ask';
import { useData, usePanel } from '../../state';
import type { Members } from './failureTree';

const pageSize = 100;

interface Loaded extends Members {
  readonly group: string;
  readonly state: 'open' | 'resolved';
  readonly next?: string;
}

export interface MembersOf {
  readonly members: ReadonlyMap<string, Members>;
  /** The next page of a group; `key` names it among all, `group` is what the store calls it. */
  load(key: string, group: string, state: 'open' | 'resolved'): void;
}

/** All are let go when the text has changed. */
export function useMembers(text: string): MembersOf {
  const { ask } = usePanel();
  const generation = useData(({ version, asked }) => `${version} ${asked}`);
  const [members, setMembers] = useState<ReadonlyMap<string, Loaded>>(new Map());
  const known = useRef(members);
  known.current = members;
  const running = useRef(new Map<string, AbortController>());
  const load = useCallback(
    (key: string, group: string, state: 'open' | 'resolved', anew = false): void => {
      const before = anew ? undefined : known.current.get(key);
      if (running.current.has(key) || (before && !before.more)) return;
      const controller = new AbortController();
      running.current.set(key, controller);
      const put = (loaded: Loaded): void => {
        if (running.current.get(key) !== controller) return;
        running.current.delete(key);
        // Known at once: an effect of an earlier drawing may still ask before the next one.
        known.current = new Map(known.current).set(key, loaded);
        setMembers(known.current);
      };
      const cursor = before?.next;
      ask
        .question(
          'failures',
          { group, state, limit: pageSize, ...(text ? { text } : {}), ...(cursor === undefined ? {} : { cursor }) },
          controller.signal,
        )
        .then(
          (page: FailurePage) =>
            put({
              ...{ group, state },
              rows: [...(before?.rows ?? []), ...page.rows],
              more: page.next !== undefined,
              ...(page.next === undefined ? {} : { next: page.next }),
            }),
          (error: unknown) => {
            if (error instanceof Superseded) return;
            const problem = error instanceof Error ? error.message : String(error);
            put({ ...(before ?? { rows: [] }), group, state, more: true, problem });
          },
        );
    },
    [text],
  );
  const shownFor = useRef(text);
  useEffect(() => {
    // Another text is another list; a store that has changed replaces rows only when their successors are there.
    if (shownFor.current !== text) setMembers(new Map());
    else for (const [key, { group, state }] of known.current) load(key, group, state, true);
    shownFor.current = text;
    return () => {
      for (const controller of running.current.values()) controller.abort();
      running.current.clear();
    };
  }, [generation, text]);
  return { members, load };
}
