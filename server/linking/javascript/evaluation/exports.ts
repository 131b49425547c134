/** What an import gives and what a file exports under a name; follows `export *` and `module.exports`. */
import { memberOf } from '../members/memberOf';
import type { Program } from '../program';
import { isTestFile, type Source } from '../sources';
import { distinct, type Value } from '../values';
import { evaluate, type Mode } from './evaluate';

export function importedValues(
  program: Program,
  source: Source,
  specifier: string,
  name: string,
  mode: Mode,
): readonly Value[] {
  const file = program.modules.resolve(source.file, specifier);
  const itself = file === undefined ? undefined : libraryOf(program, source, file);
  if (itself !== undefined && name !== 'default' && name !== '*')
    return [{ kind: 'external', module: itself, path: name, made: false, context: undefined }];
  const target = file === undefined ? undefined : program.source(file);
  if (!target) {
    const module = specifier.replace(/^node:/, '');
    return [
      {
        kind: 'external',
        module,
        path: name === 'default' || name === '*' ? '' : name,
        made: false,
        context: undefined,
      },
    ];
  }
  return exportedValues(program, target, name, mode);
}

/** The repository of a known library tests and shows itself: there its own exports mean what they mean elsewhere. */
export function libraryOf(program: Program, source: Source, file: string): string | undefined {
  if (isTestFile(file)) return undefined;
  const owner = program.modules.packageOf(file);
  if (owner === undefined || !program.isLibrary(owner)) return undefined;
  return source.test || program.modules.packageOf(source.file) !== owner ? owner : undefined;
}

/** What a file exports under a name; `*` is the module itself, or what it assigns to `module.exports`. */
export function exportedValues(program: Program, source: Source, name: string, mode: Mode): readonly Value[] {
  program.queries.read(`f:${source.file}`);
  return program.queries.ask<readonly Value[]>(
    source.memo.rest,
    `export:${mode}:${name}`,
    () => findExport(program, source, name, mode),
    [],
  );
}

function findExport(program: Program, source: Source, name: string, mode: Mode): readonly Value[] {
  const { exports } = source.facts;
  const whole = Object.hasOwn(exports, 'module.exports') ? (exports['module.exports'] ?? []) : [];
  const module: Value = { kind: 'module', source, context: undefined };
  if (name === '*') {
    const values = whole.flatMap((expression) => evaluate(program, source, expression, undefined, 'value'));
    return Object.keys(exports).some((key) => key !== 'module.exports') || !values.length
      ? [...values, module]
      : values;
  }
  const direct = Object.hasOwn(exports, name) ? exports[name] : undefined;
  if (direct) return distinct(direct.flatMap((expression) => evaluate(program, source, expression, undefined, mode)));
  if (whole.length) {
    const values = whole.flatMap((expression) => evaluate(program, source, expression, undefined, 'value'));
    if (name === 'default') return values;
    const members = values.flatMap((value) => memberOf(program, value, name, undefined, mode));
    if (members.length) return members;
  }
  if (name === 'default') return whole.length || Object.keys(exports).length ? [module] : [];
  for (const star of source.facts.stars) {
    const file = program.modules.resolve(source.file, star);
    const target = file === undefined ? undefined : program.exporting(file, name);
    const values = target ? exportedValues(program, target, name, mode) : [];
    if (values.length) return values;
  }
  return [];
}
