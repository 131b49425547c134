/** Turns namespaces, `use` lines, functions and constants of the syntax tree into facts; bodies go back through `lower`. */
import type { Expression } from '../facts';
import { qualify } from '../names';
import { lowerClass } from './classes';
import { lowerBody } from './functions';
import { lower, lowerStatements } from './lower';
import { eachChild, textOf, type Pass } from './pass';

export function lowerDeclaration(pass: Pass, type: string): void {
  switch (type) {
    case 'namespace_definition':
      return lowerNamespace(pass);
    case 'namespace_use_declaration':
      return lowerUse(pass);
    case 'function_definition': {
      let name = '';
      eachChild(pass, (_, field) => {
        if (field === 'name') name = textOf(pass);
      });
      lowerBody(pass, qualify(pass.names, name), undefined, []);
      return;
    }
    case 'const_declaration':
      for (const constant of lowerConstants(pass))
        pass.constants.push({ name: qualify(pass.names, constant.name), value: constant.value });
      return;
    default:
      lowerClass(pass, type);
  }
}

function lowerNamespace(pass: Pass): void {
  let statements: Expression[] = [];
  pass.names.namespace = '';
  eachChild(pass, (_, field) => {
    if (field === 'name') {
      pass.names.namespace = textOf(pass).replace(/\s+/g, '');
      pass.names.classes.clear();
      pass.names.functions.clear();
      pass.names.constants.clear();
    } else if (field === 'body') statements = lowerStatements(pass);
  });
  if (statements.length > 0) pendingTopLevel(pass).push(...statements);
}

/** Statements inside `namespace X { … }` belong to the file's own body. */
function pendingTopLevel(pass: Pass): Expression[] {
  const main = pass.bodies[0];
  return main ? (main.statements as Expression[]) : [];
}

function lowerUse(pass: Pass): void {
  const text = textOf(pass)
    .replace(/\/\*[\s\S]*?\*\/|(?:\/\/|#)[^\n]*/g, ' ')
    .replace(/^use\s+/i, '')
    .replace(/;\s*$/, '');
  const group = /^([\s\S]*?)\{([\s\S]*)\}\s*$/.exec(text);
  const head = (group?.[1] ?? '').trim();
  const whole = group ? (group[2] ?? '') : text;
  const kindOf = (written: string): [string, string] => {
    const found = /^(function|const)\s+([\s\S]*)$/i.exec(written.trim());
    return found ? [(found[1] ?? '').toLowerCase(), found[2] ?? ''] : ['', written.trim()];
  };
  const [groupKind, prefix] = kindOf(head);
  const [lineKind, list] = group ? [groupKind, whole] : kindOf(whole);
  for (const clause of list.split(',')) {
    const [clauseKind, body] = kindOf(clause);
    const kind = clauseKind || lineKind;
    const [target, alias] = body.split(/\s+as\s+/i);
    const name = (prefix + (target ?? '')).replace(/\s+/g, '').replace(/^\\/, '');
    if (name === '') continue;
    const short = (alias ?? name.slice(name.lastIndexOf('\\') + 1)).trim();
    if (kind === 'function') pass.names.functions.set(short.toLowerCase(), name);
    else if (kind === 'const') pass.names.constants.set(short, name);
    else pass.names.classes.set(short.toLowerCase(), name);
  }
}

export function lowerConstants(pass: Pass): { name: string; value: Expression; at: number }[] {
  const found: { name: string; value: Expression; at: number }[] = [];
  eachChild(pass, (type) => {
    if (type !== 'const_element') return;
    const at = pass.cursor.startIndex;
    let name = '';
    let value: Expression | null = null;
    eachChild(pass, (inner) => {
      if (!pass.cursor.nodeIsNamed || inner === 'comment') return;
      if (name === '') name = textOf(pass);
      else value = lower(pass);
    });
    if (value) found.push({ name, value, at });
  });
  return found;
}
