/** Which binding a name means where it stands; evaluates nothing. */
import type { Binding, Expression } from '../../../languages/javascript/facts';
import type { Source } from '../sources';

export function findName(
  source: Source,
  name: string,
  scope: number,
): { readonly binding: Binding; readonly top: boolean } | undefined {
  const { scopes, bindings } = source.facts;
  for (let at = scope; at >= 0;) {
    const here = scopes[at];
    if (!here) return undefined;
    const index = Object.hasOwn(here.names, name) ? here.names[name] : undefined;
    const binding = index === undefined ? undefined : bindings[index];
    if (binding) return { binding, top: at === 0 };
    at = here.parent;
  }
  return undefined;
}

export function isParameter(source: Source, expression: Expression): boolean {
  return (
    expression.kind === 'argument' ||
    (expression.kind === 'name' && findName(source, expression.name, expression.scope)?.binding.kind === 'parameter')
  );
}

export function isGlobal(source: Source, expression: Expression): boolean {
  return expression.kind === 'name' && !findName(source, expression.name, expression.scope);
}
