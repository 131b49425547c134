/** Strings, templates and arrays as they are written, to facts. */
import type { ArrayItem, Expression } from '../facts';
import { lower } from './lower';
import { eachChild, noteComment, textOf, type Pass } from './pass';

export function lowerTemplate(pass: Pass, at: number): Expression {
  const found: Expression[] = [];
  let literal = '';
  let end = -1;
  const flush = (): void => {
    if (literal !== '') found.push({ kind: 'string', value: literal, at });
    literal = '';
  };
  eachChild(pass, (type) => {
    if (end >= 0 && pass.cursor.startIndex > end && literal !== '') literal += '';
    end = pass.cursor.endIndex;
    if (type === 'string_content' || type === 'string_value') literal += textOf(pass);
    else if (type === 'escape_sequence') literal += unescape(textOf(pass));
    else if (type === 'heredoc_body') {
      const inner = lowerTemplate(pass, at);
      flush();
      found.push(inner);
    } else if (pass.cursor.nodeIsNamed && type !== 'heredoc_start' && type !== 'heredoc_end') {
      const part = lower(pass);
      flush();
      found.push(part ?? { kind: 'other', of: [], at: pass.cursor.startIndex });
    }
  });
  flush();
  if (found.length === 0) return { kind: 'string', value: '', at };
  const [only] = found;
  return found.length === 1 && only?.kind === 'string' ? only : { kind: 'concat', parts: found, at };
}

export function unquoteSingle(text: string): string {
  const start = text.indexOf("'");
  return text.slice(start + 1, -1).replace(/\\([\\'])/g, '$1');
}

function unescape(text: string): string {
  const known: Record<string, string> = { '\\n': '\n', '\\t': '\t', '\\r': '\r', '\\\\': '\\', '\\$': '$', '\\"': '"' };
  return known[text] ?? text;
}

export function lowerArray(pass: Pass, at: number): Expression {
  const items: ArrayItem[] = [];
  eachChild(pass, (type) => {
    if (!pass.cursor.nodeIsNamed) return;
    if (type === 'comment') return noteComment(pass);
    const itemAt = pass.cursor.startIndex;
    if (type !== 'array_element_initializer' && type !== 'pair') {
      const value = lower(pass);
      if (value) items.push({ key: null, value, at: itemAt });
      return;
    }
    const values: Expression[] = [];
    let spread = false;
    eachChild(pass, (inner) => {
      if (!pass.cursor.nodeIsNamed || inner === 'comment') return;
      if (inner === 'variadic_unpacking') spread = true;
      values.push(lower(pass) ?? { kind: 'other', of: [], at: pass.cursor.startIndex });
    });
    const [first, second] = values;
    if (spread && first) items.push({ key: null, value: first, spread: true, at: itemAt });
    else if (second && first) items.push({ key: first, value: second, at: itemAt });
    else if (first) items.push({ key: null, value: first, at: itemAt });
  });
  return { kind: 'array', items, at };
}
