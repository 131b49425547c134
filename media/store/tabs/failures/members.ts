/** Members of groups of failures, in pages, as groups are opened. Draws nothing. */
import { useCallback, useEffect, useRef, useState } from 'preact/hooks';
import type { FailurePage } from '../../../../server/stores/questions';
import { Superseded } from '../../ask';
import { useData, usePanel } from '../../state';
import type { Members } from './failureTree';

const pageSize = 100;

interface Loaded extends Members {
  readonly next?: string;
}

export interface MembersOf {
  readonly members: ReadonlyMap<string, Members>;
  /** The next page of a group; `key` names it among all, `group` is what the store calls it. */
  load(key: string, group: string, state: 'open' | 'resolved'): void;
}

/** All are let go when the store or the text has changed. */
export function useMembers(text: string): MembersOf {
  const { ask } = usePanel();
  const generation = useData(({ version, asked }) => `${version} ${asked}`);
  const [members, setMembers] = useState<ReadonlyMap<string, Loaded>>(new Map());
  const known = useRef(members);
  known.current = members;
  const running = useRef(new Map<string, AbortController>());
  useEffect(() => {
    setMembers(new Map());
    return () => {
      for (const controller of running.current.values()) controller.abort();
      running.current.clear();
    };
  }, [generation, text]);
  const load = useCallback(
    (key: string, group: string, state: 'open' | 'resolved'): void => {
      const before = known.current.get(key);
      if (running.current.has(key) || (before && !before.more)) return;
      const controller = new AbortController();
      running.current.set(key, controller);
      const put = (loaded: Loaded): void => {
        if (running.current.get(key) !== controller) return;
        running.current.delete(key);
        setMembers((all) => new Map(all).set(key, loaded));
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
              rows: [...(before?.rows ?? []), ...page.rows],
              more: page.next !== undefined,
              ...(page.next === undefined ? {} : { next: page.next }),
            }),
          (error: unknown) => {
            if (error instanceof Superseded) return;
            const problem = error instanceof Error ? error.message : String(error);
            put({ ...(before ?? { rows: [] }), more: true, problem });
          },
        );
    },
    [generation, text],
  );
  return { members, load };
}
