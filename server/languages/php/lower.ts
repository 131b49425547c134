/** Turns the syntax tree's expressions and statements into facts; knows one file and no meaning beyond names. */
import type { Cursor } from '../treeSitter';
import { lowerAnonymousClass, lowerBody, lowerDeclaration, lowerParameters, lowerType } from './declarations';
import type { Argument, Attribute, ArrayItem, Body, ClassFact, ClassReference, Expression } from './facts';
import { className, constantName, docTypes, functionName, type Names } from './names';

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

const deepest = 220;

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

/** Children that are expressions or statements, lowered; empty ones left out. */
function parts(pass: Pass): Expression[] {
  const found: Expression[] = [];
  const { cursor } = pass;
  eachChild(pass, (type) => {
    if (type === 'comment') return noteComment(pass);
    if (!cursor.nodeIsNamed) return;
    const part = lower(pass);
    if (part) found.push(part);
  });
  return found;
}

export function noteComment(pass: Pass): void {
  const text = textOf(pass);
  if (!text.startsWith('/**')) return;
  pass.comment = text;
  const inline = /@(?:psalm-|phpstan-)?var\s+([^\s$][^$*]*?)\s+\$(\w+)/.exec(text) ?? undefined;
  if (inline) pass.docVariables[inline[2] ?? ''] = docTypes(pass.names, inline[1] ?? '');
}

/** The first child's expression under one of these fields, or the n-th named child. */
export function lower(pass: Pass): Expression | null {
  if (pass.depth > deepest) return null;
  pass.depth++;
  try {
    return lowerNode(pass, pass.cursor.nodeType);
  } finally {
    pass.depth--;
  }
}

function lowerNode(pass: Pass, type: string): Expression | null {
  const { cursor } = pass;
  const at = cursor.startIndex;
  switch (type) {
    case 'comment':
      noteComment(pass);
      return null;
    case 'string':
      return { kind: 'string', value: unquoteSingle(textOf(pass)), at };
    case 'nowdoc':
      return {
        kind: 'string',
        value: textOf(pass)
          .replace(/^<<<'\w+'\r?\n/, '')
          .replace(/\r?\n[ \t]*\w+$/, ''),
        at,
      };
    case 'encapsed_string':
    case 'heredoc':
    case 'heredoc_body':
      return lowerTemplate(pass, at);
    case 'integer':
    case 'float':
      return { kind: 'number', value: textOf(pass), at };
    case 'boolean':
      return { kind: 'literal', value: textOf(pass).toLowerCase() === 'true' ? 'true' : 'false', at };
    case 'null':
      return { kind: 'literal', value: 'null', at };
    case 'variable_name':
      return { kind: 'variable', name: textOf(pass).slice(1), at };
    case 'name':
    case 'qualified_name':
    case 'relative_name':
      return { kind: 'constant', name: constantName(pass.names, textOf(pass)), at };
    case 'array_creation_expression':
    case 'list_literal':
      return lowerArray(pass, at);
    case 'assignment_expression':
    case 'reference_assignment_expression':
    case 'augmented_assignment_expression':
      return lowerAssignment(pass, at, type === 'augmented_assignment_expression');
    case 'member_access_expression':
    case 'nullsafe_member_access_expression':
      return lowerProperty(pass, at);
    case 'class_constant_access_expression':
      return lowerClassConstant(pass, at);
    case 'scoped_property_access_expression': {
      let of: ClassReference = '';
      let name = '';
      eachChild(pass, (_, field) => {
        if (field === 'scope') of = lowerClassReference(pass);
        else if (field === 'name') name = textOf(pass).replace(/^\$/, '');
      });
      return { kind: 'staticProperty', of, name, at };
    }
    case 'function_call_expression':
    case 'member_call_expression':
    case 'nullsafe_member_call_expression':
    case 'scoped_call_expression':
      return lowerCall(pass, type, at);
    case 'object_creation_expression':
      return lowerNew(pass, at);
    case 'subscript_expression': {
      const [of, key] = parts(pass);
      return of ? { kind: 'index', of, key: key ?? null, at } : null;
    }
    case 'binary_expression':
      return lowerBinary(pass, at);
    case 'conditional_expression': {
      const rest: Expression[] = [];
      const of: Expression[] = [];
      let hasBody = false;
      eachChild(pass, (_, field) => {
        if (field === null || !cursor.nodeIsNamed) return;
        const part = lower(pass);
        if (!part) return;
        if (field === 'body') hasBody = true;
        (field === 'condition' ? rest : of).push(part);
      });
      return hasBody ? { kind: 'choice', of, rest, at } : { kind: 'choice', of: [...rest, ...of], rest: [], at };
    }
    case 'match_expression':
      return lowerMatch(pass, at);
    case 'anonymous_function':
    case 'anonymous_function_creation_expression':
    case 'arrow_function':
      return {
        kind: 'closure',
        body: lowerBody(pass, '{closure}', type === 'arrow_function' ? 'arrow' : 'function', []),
        at,
      };
    case 'return_statement': {
      const [value] = parts(pass);
      return { kind: 'return', value: value ?? null, at };
    }
    case 'foreach_statement':
      return lowerEach(pass, at);
    case 'catch_clause': {
      let types: readonly string[] = [];
      let name = '';
      let inner: Expression | null = null;
      eachChild(pass, (_, field) => {
        if (field === 'type') types = lowerType(pass).types;
        else if (field === 'name') name = textOf(pass).slice(1);
        else if (field === 'body') inner = lower(pass);
      });
      const bound: Expression = { kind: 'catch', types, name, at };
      return inner ? { kind: 'other', of: [bound, inner], at } : bound;
    }
    case 'variadic_unpacking':
    case 'parenthesized_expression':
    case 'expression_statement':
    case 'cast_expression':
    case 'clone_expression':
    case 'reference_modifier':
    case 'by_ref':
    case 'error_suppression_expression': {
      const found = parts(pass);
      return found.length === 1 ? (found[0] ?? null) : wrap(found, at);
    }
    case 'class_declaration':
    case 'interface_declaration':
    case 'trait_declaration':
    case 'enum_declaration':
    case 'function_definition':
    case 'namespace_definition':
    case 'namespace_use_declaration':
    case 'const_declaration':
      lowerDeclaration(pass, type);
      return null;
    case 'ERROR':
      pass.error ??= at;
      return wrap(parts(pass), at);
    case 'text':
    case 'text_interpolation':
    case 'php_tag':
    case 'php_end_tag':
    case 'cast_type':
      return null;
    case 'compound_statement':
    case 'colon_block':
    case 'case_statement':
    case 'default_statement':
    case 'else_clause':
    case 'else_if_clause': {
      const end = cursor.endIndex;
      const block = wrap(parts(pass), at);
      return block?.kind === 'other' ? { ...block, end } : block;
    }
    default:
      return wrap(parts(pass), at);
  }
}

/** Keeps what can matter (calls, assignments, closures, returns) and drops the rest of a compound. */
function wrap(found: readonly Expression[], at: number): Expression | null {
  const kept = found.filter(matters);
  return kept.length === 0 ? null : { kind: 'other', of: kept, at };
}

function matters(expression: Expression): boolean {
  switch (expression.kind) {
    case 'string':
    case 'number':
    case 'literal':
    case 'constant':
    case 'classConstant':
    case 'variable':
    case 'staticProperty':
      return false;
    case 'property':
      return matters(expression.of);
    case 'index':
      return matters(expression.of) || (expression.key !== null && matters(expression.key));
    case 'concat':
      return expression.parts.some(matters);
    default:
      return true;
  }
}

function lowerTemplate(pass: Pass, at: number): Expression {
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

function unquoteSingle(text: string): string {
  const start = text.indexOf("'");
  return text.slice(start + 1, -1).replace(/\\([\\'])/g, '$1');
}

function unescape(text: string): string {
  const known: Record<string, string> = { '\\n': '\n', '\\t': '\t', '\\r': '\r', '\\\\': '\\', '\\$': '$', '\\"': '"' };
  return known[text] ?? text;
}

function lowerArray(pass: Pass, at: number): Expression {
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

function lowerAssignment(pass: Pass, at: number, augmented: boolean): Expression | null {
  let to: Expression | null = null;
  let value: Expression | null = null;
  let operator = '';
  let right = 0;
  eachChild(pass, (type, field) => {
    if (field === 'left') to = lower(pass);
    else if (field === 'right') {
      right = pass.cursor.startIndex;
      value = lower(pass);
    } else if (!pass.cursor.nodeIsNamed) operator = type;
  });
  if (!to) return null;
  value ??= { kind: 'other', of: [], at: right };
  return { kind: 'assign', to, value, at, ...(augmented && operator !== '??=' && { augmented: true }) };
}

function lowerProperty(pass: Pass, at: number): Expression | null {
  let of: Expression | null = null;
  let name: string | null = null;
  eachChild(pass, (type, field) => {
    if (field === 'object') of = lower(pass);
    else if (field === 'name' && type === 'name') name = textOf(pass);
  });
  return of ? { kind: 'property', of, name, at } : null;
}

function lowerClassConstant(pass: Pass, at: number): Expression {
  let of: ClassReference | null = null;
  let name = '';
  eachChild(pass, () => {
    if (!pass.cursor.nodeIsNamed) {
      if (textOf(pass) === 'class') name = 'class';
    } else if (of === null) of = lowerClassReference(pass);
    else name = textOf(pass);
  });
  return { kind: 'classConstant', of: of ?? '', name, at };
}

export function lowerClassReference(pass: Pass): ClassReference {
  const type = pass.cursor.nodeType;
  if (type === 'name' || type === 'qualified_name' || type === 'relative_name' || type === 'relative_scope')
    return className(pass.names, textOf(pass));
  return lower(pass) ?? { kind: 'other', of: [], at: pass.cursor.startIndex };
}

export function lowerArguments(pass: Pass): { args: Argument[]; reference: boolean } {
  const args: Argument[] = [];
  let reference = false;
  eachChild(pass, (type) => {
    if (type === 'variadic_placeholder') reference = true;
    if (type === 'comment') return noteComment(pass);
    if (type !== 'argument') return;
    let name = '';
    let value: Expression | null = null;
    const flags = { spread: false };
    const start = pass.cursor.startIndex;
    eachChild(pass, (inner, field) => {
      if (field === 'name') name = textOf(pass);
      else if (inner === 'variadic_placeholder') reference = true;
      else if (pass.cursor.nodeIsNamed && inner !== 'comment' && inner !== 'reference_modifier') {
        if (inner === 'variadic_unpacking') flags.spread = true;
        value = lower(pass);
      }
    });
    if (reference) return;
    const kept: Expression = value ?? { kind: 'other', of: [], at: start };
    args.push({ value: kept, ...(name !== '' && { name }), ...(flags.spread && { spread: true }) });
  });
  return { args, reference };
}

function lowerCall(pass: Pass, type: string, at: number): Expression {
  const end = pass.cursor.endIndex;
  let of: Expression | null = null;
  let scope: ClassReference | null = null;
  let callee: Expression | null = null;
  let name: string | null = null;
  let named: Expression | null = null;
  let nameAt = at;
  let list: { args: readonly Argument[]; reference: boolean } = { args: [], reference: false };
  eachChild(pass, (inner, field) => {
    if (field === 'object') of = lower(pass);
    else if (field === 'scope') scope = lowerClassReference(pass);
    else if (field === 'function') {
      if (inner === 'name' || inner === 'qualified_name' || inner === 'relative_name')
        name = functionName(pass.names, textOf(pass));
      else callee = lower(pass);
    } else if (field === 'name') {
      nameAt = pass.cursor.startIndex;
      if (inner === 'name') name = textOf(pass);
      else if (type !== 'scoped_call_expression') named = lower(pass);
    } else if (field === 'arguments') list = lowerArguments(pass);
  });
  pass.called.add(name ?? anyName);
  const base = { args: list.args, at, end, ...(isReference(list) && { reference: true }) };
  if (type === 'function_call_expression') return { kind: 'call', name, callee, ...base };
  if (type === 'scoped_call_expression') return { kind: 'static', of: scope ?? '', name, nameAt, ...base };
  return {
    kind: 'method',
    of: of ?? { kind: 'other', of: [], at },
    name,
    nameAt,
    ...(named !== null && { named }),
    ...base,
  };
}

/** Stands in `called` for a name that only running code knows. */
export const anyName = '*';

const isReference = (list: { readonly reference: boolean }): boolean => list.reference;

function lowerNew(pass: Pass, at: number): Expression {
  const end = pass.cursor.endIndex;
  let of: ClassReference | null = null;
  let args: readonly Argument[] = [];
  eachChild(pass, (type) => {
    if (!pass.cursor.nodeIsNamed || type === 'comment') return;
    if (type === 'arguments') ({ args } = lowerArguments(pass));
    else if (type === 'anonymous_class') ({ name: of, args } = lowerAnonymousClass(pass));
    else of ??= lowerClassReference(pass);
  });
  return { kind: 'new', of: of ?? '', args, at, end };
}

function lowerBinary(pass: Pass, at: number): Expression | null {
  let operator = '';
  const sides: Expression[] = [];
  let missing = false;
  eachChild(pass, (type, field) => {
    if (!pass.cursor.nodeIsNamed) {
      if (field === 'operator' || field === null) operator = type;
      return;
    }
    if (type === 'comment') return;
    const side = lower(pass);
    if (side) sides.push(side);
    else missing = true;
  });
  if (operator === '.') {
    const flat = sides.flatMap((side) => (side.kind === 'concat' ? side.parts : [side]));
    return { kind: 'concat', parts: missing ? [...flat, { kind: 'other', of: [], at }] : flat, at };
  }
  if (operator === '??') return { kind: 'choice', of: sides, rest: [], at };
  return wrap(sides, at);
}

function lowerMatch(pass: Pass, at: number): Expression {
  const of: Expression[] = [];
  const rest: Expression[] = [];
  const walk = (): void =>
    eachChild(pass, (type, field) => {
      if (type === 'match_block' || type === 'match_conditional_expression' || type === 'match_default_expression')
        return walk();
      if (!pass.cursor.nodeIsNamed) return;
      const part = lower(pass);
      if (part) (field === 'return_expression' ? of : rest).push(part);
    });
  walk();
  return { kind: 'choice', of, rest: rest.filter(matters), at };
}

function lowerEach(pass: Pass, at: number): Expression | null {
  let over: Expression | null = null;
  let as: Expression | null = null;
  let key: Expression | null = null;
  let body: Expression | null = null;
  eachChild(pass, (type, field) => {
    if (type === 'comment') return noteComment(pass);
    if (!pass.cursor.nodeIsNamed) return;
    if (field === 'body') body = lower(pass) ?? body;
    else if (over === null) over = lower(pass) ?? { kind: 'other', of: [], at };
    else if (type === 'pair') {
      const [first, second] = parts(pass);
      key = first ?? null;
      as = second ?? null;
    } else if (as === null) as = lower(pass);
    else body = lower(pass);
  });
  const head: Expression | null = over && as ? { kind: 'each', over, key, as, at } : over;
  if (!body) return head;
  return { kind: 'other', of: head ? [head, body] : [body], at };
}

export function lowerAttributes(pass: Pass): Attribute[] {
  const found: Attribute[] = [];
  eachChild(pass, (group) => {
    if (group !== 'attribute_group') return;
    eachChild(pass, (type) => {
      if (type !== 'attribute') return;
      const at = pass.cursor.startIndex;
      let name = '';
      let args: readonly Argument[] = [];
      eachChild(pass, (inner, field) => {
        if (field === 'parameters') ({ args } = lowerArguments(pass));
        else if (pass.cursor.nodeIsNamed && inner !== 'comment') name = className(pass.names, textOf(pass));
      });
      found.push({ name, args, at });
    });
  });
  return found;
}

/** Statements of a body or file, one fact each, flat in the order of the text. */
export function lowerStatements(pass: Pass): Expression[] {
  return parts(pass);
}

export { lowerParameters };
