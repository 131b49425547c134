/** The state of one work effort is a fold of its events. */
export const initialState = Object.freeze({ status: 'new', title: '', progress: 0, startedAt: 0 });

export function evolve(state, event) {
  switch (event.type) {
    case 'WorkEffortStarted':
      return { ...state, status: 'active', title: event.data.title, startedAt: event.timestamp };
    case 'ProgressUpdated':
      return { ...state, progress: event.data.to };
    case 'WorkEffort:Renamed':
      return { ...state, title: event.data.title };
    case 'WorkEffortCompleted':
      return { ...state, status: 'completed', progress: 100 };
    case 'WorkEffortFailed':
      return { ...state, status: 'failed' };
    default:
      return state;
  }
}

export const fold = (events) => events.reduce(evolve, initialState);
