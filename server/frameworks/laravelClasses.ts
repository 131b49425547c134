/** What a class is to Laravel, told by its parents, interfaces and traits; shared by the Laravel frameworks. */
import type { Project } from '../languages/php/project';

export const eventDispatcher = [
  'Illuminate\\Contracts\\Events\\Dispatcher',
  'Illuminate\\Events\\Dispatcher',
  'Illuminate\\Support\\Facades\\Event',
] as const;
export const busDispatcher = [
  'Illuminate\\Contracts\\Bus\\Dispatcher',
  'Illuminate\\Contracts\\Bus\\QueueingDispatcher',
  'Illuminate\\Bus\\Dispatcher',
  'Illuminate\\Support\\Facades\\Bus',
] as const;
export const queueManager = [
  'Illuminate\\Contracts\\Queue\\Queue',
  'Illuminate\\Contracts\\Queue\\Factory',
  'Illuminate\\Queue\\QueueManager',
  'Illuminate\\Support\\Facades\\Queue',
] as const;

export type ClassRole = 'event' | 'job' | 'none';

const eventTraits = [
  'Illuminate\\Foundation\\Events\\Dispatchable',
  'Illuminate\\Broadcasting\\InteractsWithSockets',
  'Illuminate\\Contracts\\Broadcasting\\ShouldBroadcast',
  'Illuminate\\Contracts\\Events\\ShouldDispatchAfterCommit',
];
const jobTraits = [
  'Illuminate\\Foundation\\Bus\\Dispatchable',
  'Illuminate\\Bus\\Queueable',
  'Illuminate\\Queue\\InteractsWithQueue',
  'Illuminate\\Bus\\Batchable',
  'Lorisleiva\\Actions\\Concerns\\AsJob',
];

/** What `X::dispatch()` does: dispatch the event X, push the job X, or something of its own. */
export function roleOf(name: string, project: Project): ClassRole {
  return project.about(name, 'role', () => decide(name, project));
}

function decide(name: string, project: Project): ClassRole {
  const lineage = project.lineage(name);
  if (lineage.includes('Illuminate\\Foundation\\Events\\Dispatchable')) return 'event';
  if (lineage.includes('Illuminate\\Foundation\\Bus\\Dispatchable')) return 'job';
  if (project.method(name, 'dispatch')?.body.static) return 'none';
  if (lineage.some((one) => jobTraits.includes(one))) return 'job';
  if (lineage.some((one) => eventTraits.includes(one))) return 'event';
  if (lineage.includes('Illuminate\\Contracts\\Queue\\ShouldQueue')) return 'job';
  // A class of a package, or one whose parent is: its namespace is the only sign left.
  const open = lineage.filter((one) => !project.classNamed(one));
  for (const one of [name, ...open]) {
    if (/\\Events?\\/.test(`\\${one}`) || /(?<!Dispatches)Event$/.test(one)) return 'event';
    if (/\\(Jobs?|Actions?)\\/.test(`\\${one}`) || /Job$/.test(one)) return 'job';
  }
  if (project.method(name, 'handle') || project.method(name, '__invoke')) return 'job';
  return 'none';
}

/** Whether a class is sent to a queue as a job rather than told to listeners, when it is given to `dispatch()`. */
export function isQueued(name: string, project: Project): boolean {
  return project.isA(name, 'Illuminate\\Contracts\\Queue\\ShouldQueue');
}
