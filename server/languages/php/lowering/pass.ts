/** What one pass over one file carries along, and how it walks; knows no syntax by name. */
import type { Cursor } from '../../treeSitter';
import type { Body, ClassFact, Expression } from '../facts';
import { docTypes, type Names } from '../names';

/** What one pass over one file carries along; everything else is a pure function of the cursor's place. */
export interface Pass {
  readonly cursor: Cursor;
  readonly text: string;
  readonly names: Names;
  readonly bodies: Body[];
  readonly classes: ClassFact[];
  readonly called: Set<string>;
  readonly constants: { name: string; value: Expression }[];
  /** Index of the body being read, and of the class around it. */
  body: number;
  owner: number;
  depth: number;
  /** The latest doc comment, for the declaration that follows. */
  comment: string | null;
  docVariables: Record<string, readonly string[]>;
  error: number | undefined;
}

export function textOf(pass: Pass): string {
  return pass.text.slice(pass.cursor.startIndex, pass.cursor.endIndex);
}

/** Visits the children of the cursor's node; the visitor must leave the cursor where it found it. */
export function eachChild(pass: Pass, visit: (type: string, field: string | null) => void): void {
  const { cursor } = pass;
  if (!cursor.gotoFirstChild()) return;
  do visit(cursor.nodeType, cursor.currentFieldName);
  while (cursor.gotoNextSibling());
  cursor.gotoParent();
}

export function noteComment(pass: Pass): void {
  const text = textOf(pass);
  if (!text.startsWith('/**')) return;
  pass.comment = text;
  const inline = /@(?:psalm-|phpstan-)?var\s+([^\s$][^$*]*?)\s+\$(\w+)/.exec(text) ?? undefined;
  if (inline) pass.docVariables[inline[2] ?? ''] = docTypes(pass.names, inline[1] ?? '');
}
