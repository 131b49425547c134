/** What a command is about: the row it was started on, the link it was started from, or what stands at the cursor. */
import * as vscode from 'vscode';
import { type RevealAnswer, revealRequest } from '../server/protocol';
import type { Connection } from './connection';

export interface Subject {
  readonly name?: string;
  readonly eventId?: string;
}

/** A link hands over the name itself. */
export async function nameOf(connection: Connection, argument: unknown): Promise<string | undefined> {
  return typeof argument === 'string' ? argument : (await subjectOf(connection, argument))?.name;
}

/** A link hands over the id itself. */
export async function eventIdOf(connection: Connection, argument: unknown): Promise<string | undefined> {
  return typeof argument === 'string' ? argument : (await subjectOf(connection, argument))?.eventId;
}

/** Undefined when there is nothing of the event wiring there, which has then been said. */
export async function subjectOf(connection: Connection, argument: unknown): Promise<Subject | undefined> {
  const given = isRow(argument) ? argument.row : argument;
  const subject = isSubject(given) ? given : await subjectAtCursor(connection);
  if (!subject) void vscode.window.showInformationMessage('Nothing of the event wiring stands at the cursor.');
  return subject;
}

async function subjectAtCursor(connection: Connection): Promise<Subject | undefined> {
  const editor = vscode.window.activeTextEditor;
  if (!editor) return undefined;
  const { line, character } = editor.selection.active;
  const answer = await connection.request<RevealAnswer>(revealRequest, {
    uri: editor.document.uri.toString(),
    position: { line, character },
    grouping: 'flat',
  });
  return answer?.path.findLast(isSubject);
}

/** Commands in a tree's menu are given its node. */
function isRow(value: unknown): value is { readonly row: unknown } {
  return typeof value === 'object' && value !== null && 'row' in value;
}

function isSubject(value: unknown): value is Subject {
  return (
    typeof value === 'object' &&
    value !== null &&
    (('name' in value && typeof value.name === 'string') || ('eventId' in value && typeof value.eventId === 'string'))
  );
}
