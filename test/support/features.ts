/** A workspace as a feature sees it, with unsaved text, and positions found by the text around them. */
import assert from 'node:assert/strict';
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { features } from '../../server/features';
import { uriOf } from '../../server/features/documents';
import type { Snapshot } from '../../server/features/feature';
import type { CheckedGraph } from '../../server/diagnostics';
import type { Graph } from '../../server/graph/graph';
import { defaultEditorSettings, type EditorSettings, type Position } from '../../server/protocol';
import { openFolder } from './project';
import { checkedOf } from './graphs';

export interface Asked {
  readonly snapshots: readonly Snapshot[];
  /** The answer to a request, as any test wants to read it. */
  ask<Answer>(method: string, params: object): Answer;
  uri(file: string): string;
  /** Position of `|` in the first text that reads like this without it. */
  at(file: string, marked: string): Position;
  /** Document and position. */
  spot(file: string, marked: string): { readonly textDocument: { readonly uri: string }; readonly position: Position };
}

export async function openFeatures(
  folder: string,
  edits: Readonly<Record<string, string>> = {},
  settings: Partial<EditorSettings> = {},
): Promise<Asked> {
  const session = openFolder(folder);
  for (const [file, text] of Object.entries(edits)) session.edited(file, text);
  const text = (file: string): string | undefined => {
    const path = join(folder, file);
    return edits[file] ?? (existsSync(path) ? readFileSync(path, 'utf8') : undefined);
  };
  return askedOf([snapshotOf(await session.graph(), await session.check(), text, settings)]);
}

export function snapshotOf(
  graph: Graph,
  checked: CheckedGraph = checkedOf(graph),
  text: (file: string) => string | undefined = () => undefined,
  settings: Partial<EditorSettings> = {},
  root = 'file:///shop',
): Snapshot {
  return {
    root,
    name: root.slice(root.lastIndexOf('/') + 1),
    version: 7,
    graph,
    checked: () => checked,
    text,
    settings: { ...defaultEditorSettings, ...settings },
    docs: 'https://example.org/',
  };
}

export function askedOf(snapshots: readonly Snapshot[]): Asked {
  const [first] = snapshots;
  assert.ok(first);
  const uri = (file: string): string => uriOf(first, file);
  const at = (file: string, marked: string): Position => {
    const text = first.text(file) ?? '';
    const offset = text.indexOf(marked.replace('|', ''));
    assert.ok(offset >= 0, `${file} has no ${marked}`);
    const before = text.slice(0, offset + marked.indexOf('|'));
    return { line: before.split('\n').length - 1, character: before.length - before.lastIndexOf('\n') - 1 };
  };
  return {
    snapshots,
    ask<Answer>(method: string, params: object): Answer {
      const feature = features.find((one) => one.method === method);
      assert.ok(feature, `no feature ${method}`);
      // What crosses the wire is JSON.
      const answer = feature.answer(snapshots, params as never);
      return (answer === undefined ? answer : JSON.parse(JSON.stringify(answer))) as Answer;
    },
    uri,
    at,
    spot: (file, marked) => ({ textDocument: { uri: uri(file) }, position: at(file, marked) }),
  };
}

/** The file with its edits made; edits of one file never overlap. */
export function edited(
  text: string,
  edits: readonly { readonly range: { readonly start: Position; readonly end: Position }; readonly newText: string }[],
): string {
  const offset = ({ line, character }: Position): number =>
    text.split('\n').slice(0, line).join('\n').length + (line > 0 ? 1 : 0) + character;
  return [...edits]
    .sort((a, b) => offset(b.range.start) - offset(a.range.start))
    .reduce(
      (now, { range, newText }) => now.slice(0, offset(range.start)) + newText + now.slice(offset(range.end)),
      text,
    );
}
