/** Parameters of callbacks, by the function type of what they are written into. */
import type { TypeFact } from '../../../languages/javascript/facts';
import type { Program } from '../program';
import type { Source } from '../sources';
import type { Value } from '../values';
import { findName } from './scopes';
import { ambientOf, typeValues } from './types';

interface Signature {
  readonly source: Source;
  readonly type: TypeFact & { readonly kind: 'function' };
}

/** The function type that a type stands for: itself, or what its alias says. */
function signatureOf(program: Program, source: Source, type: TypeFact, depth = 0): Signature | undefined {
  if (depth > 8) return undefined;
  program.queries.read(`f:${source.file}`);
  if (type.kind === 'function') return { source, type };
  if (type.kind === 'union' || type.kind === 'intersection') {
    for (const one of type.types) {
      const found = signatureOf(program, source, one, depth + 1);
      if (found) return found;
    }
    return undefined;
  }
  if (type.kind === 'imported')
    return importedSignature(program, source, type.module, type.path[0] ?? 'default', depth);
  if (type.kind !== 'ref' || type.path.length > 1) return undefined;
  const [name = ''] = type.path;
  const binding = findName(source, name, type.scope)?.binding;
  if (!binding) {
    const ambient = ambientOf(program, name);
    return ambient?.binding.alias && signatureOf(program, ambient.source, ambient.binding.alias, depth + 1);
  }
  if (binding.alias) return signatureOf(program, source, binding.alias, depth + 1);
  for (const value of binding.kind === 'import' ? (binding.values ?? []) : [])
    if (value.kind === 'imported') return importedSignature(program, source, value.module, value.name, depth);
  return undefined;
}

function importedSignature(
  program: Program,
  source: Source,
  module: string,
  name: string,
  depth: number,
): Signature | undefined {
  const file = program.modules.resolve(source.file, module);
  const target = file === undefined ? undefined : program.source(file);
  if (!target || depth > 8) return undefined;
  program.queries.read(`f:${target.file}`);
  const exported = Object.hasOwn(target.facts.exports, name) ? target.facts.exports[name]?.[0] : undefined;
  if (exported?.kind === 'imported')
    return importedSignature(program, target, exported.module, exported.name, depth + 1);
  if (exported?.kind === 'name')
    return signatureOf(program, target, { kind: 'ref', path: [exported.name], scope: exported.scope }, depth + 1);
  for (const star of exported ? [] : target.facts.stars) {
    const next = program.modules.resolve(target.file, star);
    const found =
      next !== undefined && program.exporting(next, name)
        ? importedSignature(program, target, star, name, depth + 1)
        : undefined;
    if (found) return found;
  }
  return undefined;
}

/** What a parameter is by the type of what its function is written into. */
export function givenParameter(
  program: Program,
  source: Source,
  type: TypeFact | undefined,
  index: number,
): readonly Value[] {
  const signature = type && signatureOf(program, source, type);
  const parameter = signature?.type.parameters[index];
  return signature && parameter ? typeValues(program, signature.source, parameter, undefined) : [];
}
