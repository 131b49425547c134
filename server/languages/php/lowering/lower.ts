/** Turns the syntax tree's expressions and statements into facts; knows one file and no meaning beyond names. */
import { lowerBody, lowerType } from './functions';
import { lowerDeclaration } from './declarations';
import type { ClassReference, Expression } from '../facts';
import { constantName } from '../names';
import { lowerCall, lowerClassConstant, lowerClassReference, lowerNew, lowerProperty } from './access';
import { lowerArray, lowerTemplate, unquoteSingle } from './literals';
import { eachChild, noteComment, textOf, type Pass } from './pass';

const deepest = 220;

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

/** Statements of a body or file, one fact each, flat in the order of the text. */
export function lowerStatements(pass: Pass): Expression[] {
  return parts(pass);
}
