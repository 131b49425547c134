/** What the program itself keeps on the global object; knows no module. */
import { evaluate } from '../evaluation/evaluate';
import { findName } from '../evaluation/scopes';
import type { Program } from '../program';
import type { Value } from '../values';

export const globalObject = /^(?:window|globalThis|global|self)$/;
const native =
  /^(?:(?:add|remove)EventListener|dispatchEvent|location|document|console|process|fetch|[A-Z]\w*|on[a-z]+|set\w+|clear\w+|request\w+|cancel\w+|local\w*|session\w*|inner\w*|outer\w*|scroll\w*|match\w*|get\w*|navigator|history|open|close|parent|top|screen|performance|crypto|post\w+|prototype|event)$/;

/** `window.bus = new Bus()`: what the program itself keeps on the global object. */
export function assignedToGlobal(program: Program, name: string): readonly Value[] {
  if (native.test(name)) return [];
  return program.queries.ask<readonly Value[]>(
    program.shared,
    `global:${name}`,
    () => {
      const word = name.replace(/[^\w]/g, '\\$&');
      const sieve = [new RegExp(`(?:window|globalThis|global|self)(?:\\s+as\\s+\\w+\\))?\\.${word}\\s*=(?!=)`)];
      return program
        .naming([`.${name} =`, `.${name}=`], [], sieve)
        .filter((source) => !source.test)
        .flatMap((source) => {
          program.queries.read(`f:${source.file}`);
          return (source.assignmentsByName.get(name) ?? []).flatMap((index): readonly Value[] => {
            const assignment = source.facts.assignments[index];
            const target = assignment?.object.kind === 'cast' ? assignment.object.of : assignment?.object;
            return assignment &&
              target?.kind === 'name' &&
              globalObject.test(target.name) &&
              !findName(source, target.name, target.scope)
              ? evaluate(program, source, assignment.value, undefined, 'value')
              : [];
          });
        })
        .filter((value) => value.kind === 'instance' || value.kind === 'object' || value.kind === 'external');
    },
    [],
  );
}
