/** The diagnostics, and how a graph's findings come about: each member guarded, severities from the settings. */
import { byPlace } from '../graph/assemble';
import type { Graph } from '../graph/graph';
import { afterCommit } from './afterCommit';
import { readBaseline, withoutKnown, type BaselineEntry } from './baseline';
import { channelNeverUsed } from './channelNeverUsed';
import { channelWithoutAuthorization } from './channelWithoutAuthorization';
import { commandNoHandler } from './commandNoHandler';
import { commandTwoHandlers } from './commandTwoHandlers';
import type { Diagnostic, Finding, Severity } from './diagnostic';
import { eventCycle } from './eventCycle';
import { eventPastTense } from './eventPastTense';
import { handlerMissing } from './handlerMissing';
import { handlerSignature } from './handlerSignature';
import { mutableEvent } from './mutableEvent';
import { nearMiss } from './nearMiss';
import { neverDispatched } from './neverDispatched';
import { neverHeard } from './neverHeard';
import { neverRegistered } from './neverRegistered';
import { notSerializable } from './notSerializable';
import { parentClassListener } from './parentClassListener';
import { registeredTwice } from './registeredTwice';
import { returnsFalse } from './returnsFalse';
import { storedDiagnostics } from './stored';
import { subscriberMethodMissing } from './subscriberMethodMissing';
import { suppress, type UnusedSuppression } from './suppressions';
import { unknownEvent } from './unknownEvent';
import { wildcardMatchesNothing } from './wildcardMatchesNothing';

export const diagnostics: readonly Diagnostic[] = [
  neverHeard,
  neverDispatched,
  nearMiss,
  registeredTwice,
  handlerMissing,
  handlerSignature,
  subscriberMethodMissing,
  unknownEvent,
  neverRegistered,
  wildcardMatchesNothing,
  parentClassListener,
  returnsFalse,
  eventCycle,
  commandTwoHandlers,
  commandNoHandler,
  afterCommit,
  notSerializable,
  channelWithoutAuthorization,
  channelNeverUsed,
  eventPastTense,
  mutableEvent,
];

export interface CheckedGraph {
  readonly graph: Graph;
  /** By place. */
  readonly findings: readonly Finding[];
  /** Findings that a comment in the source suppresses. */
  readonly suppressed: number;
  /** Findings that the baseline holds back. */
  readonly baselined: number;
  readonly unusedSuppressions: readonly UnusedSuppression[];
  readonly staleBaseline: readonly BaselineEntry[];
  /** One sentence for each diagnostic that failed, and for a baseline that cannot be used. */
  readonly problems: readonly string[];
}

export interface CheckSettings {
  readonly diagnostics: Readonly<Record<string, Severity | 'off'>>;
  /** Path of the baseline file, relative to the workspace. */
  readonly baseline?: string;
}

export const severities: readonly Severity[] = ['error', 'warning', 'information', 'hint'];

/** `known` replaces the settings' baseline. */
export function findingsOf(
  graph: Graph,
  settings: CheckSettings,
  text: (file: string) => string | undefined,
  known?: readonly BaselineEntry[],
  members: readonly Diagnostic[] = diagnostics,
): CheckedGraph {
  const problems: string[] = [];
  const findings = members
    .flatMap((member) => findingsOfOne(member, graph, settings.diagnostics[member.code], problems))
    .sort((a, b) => byPlace(a.place, b.place) || (a.code < b.code ? -1 : a.code > b.code ? 1 : 0));
  const { kept, suppressed, unused } = suppress(findings, filesOf(graph), text);
  const { fresh, known: baselined, stale } = withoutKnown(kept, known ?? configured(settings, text, problems));
  return {
    graph,
    findings: fresh,
    suppressed,
    baselined,
    unusedSuppressions: unused.filter(isOurs),
    staleBaseline: stale,
    problems,
  };
}

/** A comment about a store silences nothing as long as none is connected, and is no mistake. */
const ofStores: ReadonlySet<string> = new Set(storedDiagnostics.map(({ code }) => code));
const isOurs = ({ code }: UnusedSuppression): boolean => !ofStores.has(code);

/** A diagnostic that throws costs its own findings and is named. */
function findingsOfOne(
  member: Diagnostic,
  graph: Graph,
  wanted: Severity | 'off' | undefined,
  problems: string[],
): readonly Finding[] {
  const { code, severity, enabledByDefault } = member;
  if (wanted === 'off' || (wanted === undefined && (!enabledByDefault || severity === 'hint'))) return [];
  try {
    return member.check(graph).map((finding) => ({
      ...finding,
      code,
      severity: wanted === undefined ? finding.severity : severityOf(finding.severity, severity, wanted),
    }));
  } catch (error) {
    problems.push(`The diagnostic ${code} failed: ${error instanceof Error ? error.message : String(error)}`);
    return [];
  }
}

/** The settings speak of the diagnostic; a finding it holds to be milder than its own severity stays as mild. */
function severityOf(own: Severity, usual: Severity, wanted: Severity): Severity {
  const mild = severities.indexOf(own) > severities.indexOf(usual);
  return mild && severities.indexOf(own) > severities.indexOf(wanted) ? own : wanted;
}

function configured(
  { baseline }: CheckSettings,
  text: (file: string) => string | undefined,
  problems: string[],
): readonly BaselineEntry[] {
  if (baseline === undefined) return [];
  const content = text(baseline);
  if (content === undefined) {
    problems.push(`The baseline ${baseline} cannot be read; check --update-baseline writes it.`);
    return [];
  }
  const read = readBaseline(content);
  if (read.kind === 'baseline') return read.entries;
  problems.push(`The baseline ${baseline} cannot be used: ${read.reason}.`);
  return [];
}

/** Files in which the graph has anything: where a comment may have something to suppress. */
function filesOf(graph: Graph): ReadonlySet<string> {
  const places: readonly { readonly file?: string }[] = [
    ...graph.events,
    ...graph.dispatches,
    ...graph.listens,
    ...graph.jobs,
    ...graph.commands,
    ...graph.observers,
    ...graph.channels,
    ...graph.references,
    ...graph.unwired,
  ];
  return new Set(places.flatMap(({ file }) => file ?? []));
}
