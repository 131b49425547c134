/** Calls, `new`, properties, class constants and attributes to facts; whose they are is not known here. */
import { lowerAnonymousClass } from './classes';
import type { Argument, Attribute, ClassReference, Expression } from '../facts';
import { className, functionName } from '../names';
import { lower } from './lower';
import { eachChild, noteComment, textOf, type Pass } from './pass';

export function lowerProperty(pass: Pass, at: number): Expression | null {
  let of: Expression | null = null;
  let name: string | null = null;
  eachChild(pass, (type, field) => {
    if (field === 'object') of = lower(pass);
    else if (field === 'name' && type === 'name') name = textOf(pass);
  });
  return of ? { kind: 'property', of, name, at } : null;
}

export function lowerClassConstant(pass: Pass, at: number): Expression {
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

export function lowerCall(pass: Pass, type: string, at: number): Expression {
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
const anyName = '*';

const isReference = (list: { readonly reference: boolean }): boolean => list.reference;

export function lowerNew(pass: Pass, at: number): Expression {
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
