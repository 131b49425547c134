/** The overview's answer, asked once for everybody who needs a part of it: badges, suggestions, the overview itself. */
import { createContext, type ComponentChildren, type JSX } from 'preact';
import { useContext } from 'preact/hooks';
import type { Overview } from '../../server/stores/questions';
import { filterOf, useData } from './state';
import { useAnswer, type Asked } from './useAnswer';

const Answer = createContext<Asked<Overview> | undefined>(undefined);

export function OverviewAnswer({ children }: { readonly children: ComponentChildren }): JSX.Element {
  const open = useData(({ phase }) => phase.kind === 'open' && phase.about.layouts.length > 0);
  const filter = useData((data) => data.filter);
  const from = useData((data) => data.from);
  const to = useData((data) => data.to);
  const wanted = filterOf({ filter, from, to });
  const asked = useAnswer('overview', open ? (wanted ? { filter: wanted } : {}) : undefined);
  return <Answer.Provider value={asked}>{children}</Answer.Provider>;
}

export function useOverview(): Asked<Overview> {
  const answer = useContext(Answer);
  if (!answer) throw new Error('Outside of the panel');
  return answer;
}
