/** Where the name of a string event is spelt: what a rename would change, or one sentence why it would not be safe. */
import type { Graph, Place, Site } from '../graph/graph';
import { linksOf } from '../graph/links';
import { spoken } from '../graph/wording';
import { documentOf, extentOf, lineOf, literalIn, wordAt } from './documents';
import type { Snapshot } from './feature';
import { declaredName, eventIdsOf, spotsAt } from './places';
import { eventNamed } from './wires';
import type { Position } from 'vscode-languageserver';

export interface Spelling {
  readonly file: string;
  readonly offset: number;
  /** What stands there, for the preview. */
  readonly what: 'The constant' | 'Dispatched' | 'Listened to' | 'Mentioned' | 'Spelt beside its use';
}

export type Renamable =
  | { readonly kind: 'none' }
  | { readonly kind: 'refused'; readonly why: string }
  | {
      readonly kind: 'event';
      readonly snapshot: Snapshot;
      readonly id: string;
      readonly name: string;
      readonly start: number;
      readonly end: number;
    };

/** The event whose name stands between quotes at a position; identifiers belong to the language's own server. */
export function renamableAt(snapshots: readonly Snapshot[], uri: string, position: Position): Renamable {
  const here = documentOf(snapshots, uri);
  if (!here) return { kind: 'none' };
  const { snapshot, file } = here;
  const line = lineOf(snapshot.text(file), position.line);
  const found = spotsAt(snapshot, file, position);
  for (const { spot, start, end } of found) {
    const [id] = eventIdsOf(spot);
    const pattern = spot.kind === 'listen' && spot.listen.eventId === null ? spot.listen.event : null;
    if (pattern !== null && line.slice(start, end) === pattern)
      return { kind: 'refused', why: `'${pattern}' is a pattern, not the name of an event.` };
    if (id === undefined) continue;
    const { name, node } = eventNamed(snapshot.graph, id);
    const isClass = node?.kind === 'class' || node?.language === 'rust';
    if (isClass && wordAt(line, start)?.text === name.slice(-(end - start)) && isClassName(line, start))
      return {
        kind: 'refused',
        why: `${spoken({ name, kind: 'class' })} is a class or a type; its language's own server renames it.`,
      };
    if (!isClass && line.slice(start, end) === name && /['"`]/.test(line.charAt(start - 1)))
      return { kind: 'event', snapshot, id, name, start, end };
  }
  return { kind: 'none' };
}

const isClassName = (line: string, start: number): boolean => /\p{Lu}/u.test(line.charAt(start));

/** Every place that spells the name, each verified against the text; or why they cannot all be known. */
export function spellingsOf(
  snapshot: Snapshot,
  id: string,
):
  | { readonly kind: 'spellings'; readonly places: readonly Spelling[] }
  | { readonly kind: 'refused'; readonly why: string } {
  const { graph } = snapshot;
  const { name, node } = eventNamed(graph, id);
  const said = spoken({ name });
  if (node?.external || node?.publishedBy !== undefined)
    return refused(`${said} is declared outside this folder, so a new name here would only cut it off.`);
  const unsure = [...graph.dispatches, ...graph.listens].find((site) => mayMean(site, id, name));
  if (unsure)
    return refused(
      `Whether ${unsure.file}:${unsure.line} means ${said} is decided at run time, so not every place can be renamed.`,
    );
  const places = new Map<string, Spelling>();
  const add = (file: string, offset: number, what: Spelling['what']): void => {
    places.set(`${file}:${offset}`, { file, offset, what });
  };
  const constant =
    node?.file === undefined
      ? undefined
      : literalAtPlace(snapshot, { file: node.file, line: node.line ?? 1, column: node.column ?? 1 }, name);
  if (node?.file !== undefined && constant !== undefined) add(node.file, constant, 'The constant');
  const hidden: Site[] = [];
  for (const [what, sites] of sitesOf(graph, id))
    for (const site of sites) {
      if (site.external) continue;
      const offset = literalAtPlace(snapshot, site, name);
      if (offset !== undefined) add(site.file, offset, what);
      else if (constant === undefined || !node || !namesConstant(snapshot, site, declaredName(snapshot, node)))
        hidden.push(site);
    }
  // With a constant to its name a wrapper or a factory stands between; without one the literal must be found.
  if (hidden.length && constant === undefined) {
    const elsewhere = literalsIn(snapshot, new Set(hidden.map(({ file }) => file)), name).filter(
      ({ file, offset }) => !places.has(`${file}:${offset}`),
    );
    const [only] = elsewhere;
    const [first] = hidden;
    if (elsewhere.length !== 1 || !only || !first)
      return refused(
        `${first?.file ?? ''}:${first?.line ?? 0} does not spell ${said} itself, so not every place can be renamed.`,
      );
    add(only.file, only.offset, 'Spelt beside its use');
  }
  return places.size
    ? { kind: 'spellings', places: [...places.values()] }
    : refused(`${said} is spelt nowhere in this folder.`);
}

/** The pattern that would stop matching, if there is one. */
export function lostPattern(graph: Graph, id: string, name: string, newName: string): string | undefined {
  return graph.listens.flatMap(({ event, matches }) =>
    event !== null && event.includes('*') && matches?.includes(id) && !stillMatches(event, name, newName)
      ? [event]
      : [],
  )[0];
}

/** Stars mean one segment in some systems and any number in others, so as many segments as before are asked for. */
function stillMatches(pattern: string, name: string, newName: string): boolean {
  const segments = (text: string): number => text.split(/[.:/]/).length;
  const glob = pattern
    .split(/\*+/)
    .map((part) => part.replace(/[\\^$.+?()[\]{}|]/g, '\\$&'))
    .join('.*');
  return new RegExp(`^${glob}$`).test(newName) && (/^\*+$/.test(pattern) || segments(name) === segments(newName));
}

function mayMean(
  site: {
    readonly eventId: string | null;
    readonly certainty: string;
    readonly candidates?: readonly string[];
    readonly external?: boolean;
  },
  id: string,
  name: string,
): boolean {
  if (site.certainty !== 'dynamic' || site.external) return false;
  return site.eventId === id || (site.eventId === null && (site.candidates?.includes(name) ?? false));
}

function sitesOf(graph: Graph, id: string): readonly (readonly [Spelling['what'], readonly Site[]])[] {
  const links = linksOf(graph);
  const its = ({ eventId }: { readonly eventId: string | null }): boolean => eventId === id;
  return [
    ['Dispatched', links.dispatchesOf(id)],
    ['Listened to', links.listensOf(id).filter(its)],
    ['Mentioned', graph.references.filter(its)],
  ];
}

function literalAtPlace(snapshot: Snapshot, place: Place, name: string): number | undefined {
  const text = snapshot.text(place.file);
  const extent = text === undefined ? undefined : extentOf(text, place);
  return text === undefined || !extent ? undefined : literalIn(text, extent.from - 1, extent.to, name);
}

function namesConstant(snapshot: Snapshot, site: Site, constant: string | undefined): boolean {
  const text = snapshot.text(site.file);
  const extent = text === undefined ? undefined : extentOf(text, site);
  return (
    constant !== undefined &&
    text !== undefined &&
    extent !== undefined &&
    text.slice(extent.from, extent.to).includes(constant)
  );
}

function literalsIn(
  snapshot: Snapshot,
  files: ReadonlySet<string>,
  name: string,
): readonly { readonly file: string; readonly offset: number }[] {
  return [...files].flatMap((file) => {
    const text = snapshot.text(file) ?? '';
    const found: { file: string; offset: number }[] = [];
    for (
      let at = literalIn(text, 0, text.length, name);
      at !== undefined;
      at = literalIn(text, at + 1, text.length, name)
    )
      found.push({ file, offset: at });
    return found;
  });
}

const refused = (why: string): { readonly kind: 'refused'; readonly why: string } => ({ kind: 'refused', why });
