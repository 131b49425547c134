/** Runs the frameworks over one file and keeps what they say, with the files the answer depends on. */
import type { PhpFacts } from '../../languages/php/facts';
import { phpFrameworks } from '../../frameworks/php';
import type {
  Context,
  PhpFramework,
  RawAlias,
  RawChannel,
  RawCommand,
  RawDispatch,
  RawEvent,
  RawJob,
  RawListen,
  RawObserver,
  RawReference,
  RawRegistration,
  RawSend,
  Sink,
  Spot,
  Wrapper,
} from '../../frameworks/phpFramework';
import { forEachCall } from '../../frameworks/phpCalls';
import { readBlade } from '../../frameworks/phpBlade';
import { readWrapperCall } from '../../frameworks/phpWrappers';

export interface Findings {
  readonly dispatches: readonly RawDispatch[];
  readonly listens: readonly RawListen[];
  readonly jobs: readonly RawJob[];
  readonly observers: readonly RawObserver[];
  readonly channels: readonly RawChannel[];
  readonly references: readonly RawReference[];
  readonly commands: readonly RawCommand[];
  readonly sends: readonly RawSend[];
  readonly events: readonly RawEvent[];
  readonly aliases: readonly RawAlias[];
  readonly registrations: readonly RawRegistration[];
  readonly wrappers: readonly Wrapper[];
}

export const kinds: readonly (keyof Findings)[] = [
  'dispatches',
  'listens',
  'jobs',
  'observers',
  'channels',
  'references',
  'commands',
  'sends',
  'events',
  'aliases',
  'registrations',
  'wrappers',
];

export interface FileFindings extends Findings {
  readonly file: string;
  /** Other files in which something of this stands. */
  readonly elsewhere: readonly string[];
  readonly facts: PhpFacts;
  /** It says nothing. */
  readonly silent: boolean;
}

interface Collected {
  readonly findings: { -readonly [Key in keyof Findings]: Findings[Key][number][] };
  readonly sink: Sink;
}

export function collect(framework: string): Collected {
  const findings: Collected['findings'] = {
    dispatches: [],
    listens: [],
    jobs: [],
    observers: [],
    channels: [],
    references: [],
    commands: [],
    sends: [],
    events: [],
    aliases: [],
    registrations: [],
    wrappers: [],
  };
  const sink: Sink = {
    framework,
    dispatch: (site) => findings.dispatches.push(site),
    listen: (site) => findings.listens.push(site),
    job: (site) => findings.jobs.push(site),
    observer: (site) => findings.observers.push(site),
    channel: (site) => findings.channels.push(site),
    reference: (site) => findings.references.push(site),
    command: (site) => findings.commands.push(site),
    send: (site) => findings.sends.push(site),
    event: (event) => findings.events.push(event),
    alias: (alias) => findings.aliases.push(alias),
    registration: (step) => findings.registrations.push(step),
    wrapper: (wrapper) => findings.wrappers.push(wrapper),
  };
  return { findings, sink };
}

export function scanFile(file: string, facts: PhpFacts, context: Context): FileFindings {
  context.project.asking(file);
  const { findings, sink } = collect('');
  try {
    if (file.endsWith('.blade.php')) readBlade(file, facts, context, sink);
    else {
      scanCalls(file, facts, context, sink);
      for (const fact of facts.classes)
        for (const framework of phpFrameworks)
          guarded(() => framework.declaration?.({ file, facts, fact }, context, sink));
      for (const framework of phpFrameworks) guarded(() => framework.file?.(file, facts, context, sink));
    }
  } finally {
    context.project.asking(undefined);
  }
  const spots: readonly (Spot | Wrapper)[] = Object.values(findings).flat();
  const others = spots.flatMap((spot) => ('file' in spot && spot.file !== file ? [spot.file] : []));
  return {
    ...findings,
    file,
    elsewhere: [...new Set(others)],
    dispatches: once(findings.dispatches),
    jobs: onceJob(findings.jobs),
    facts,
    silent: Object.values(findings).every((list) => list.length === 0),
  };
}

const callers: readonly PhpFramework[] = phpFrameworks.filter((framework) => framework.call !== undefined);

function scanCalls(file: string, facts: PhpFacts, context: Context, sink: Sink): void {
  forEachCall(file, facts, (site) => {
    for (const framework of callers) guarded(() => framework.call?.(site, context, sink));
    if (context.wrappers.size > 0) guarded(() => readWrapperCall(site, context, sink));
  });
}

/** A call that two recognisers agree on is one dispatch; a settled reading wins over an open one. */
function once(sites: readonly RawDispatch[]): readonly RawDispatch[] {
  const settled = new Set(sites.filter((site) => site.event !== null).map((site) => site.at));
  const seen = new Set<string>();
  return sites.filter((site) => {
    if (site.event === null && settled.has(site.at)) return false;
    const key = `${site.at}|${site.event ?? ''}`;
    return !seen.has(key) && seen.add(key);
  });
}

function onceJob(sites: readonly RawJob[]): readonly RawJob[] {
  const seen = new Set<string>();
  return sites.filter((site) => {
    const key = `${site.at}|${site.job ?? ''}`;
    return !seen.has(key) && seen.add(key);
  });
}

/** One faulty recogniser costs one fact, never the file. */
function guarded(run: () => void): void {
  try {
    run();
  } catch (error) {
    if (!(error instanceof RangeError || error instanceof TypeError)) throw error;
  }
}
