/** Eloquent's model events: observers, `$dispatchesEvents` and hooks of a model's boot method. */
import { whole, type Scope } from '../languages/php/evaluation/meaning';
import type { Expression } from '../languages/php/facts';
import type { Project } from '../languages/php/project';
import { enclosing } from './phpReporting';
import { listItems } from './phpReading';
import { readHandlers } from './phpHandlers';
import type { CallSite, Context, PhpFramework, Sink } from './phpFramework';

const id = 'laravelObservers';

/** Events every Eloquent model fires by itself. */
export const modelEvents: ReadonlySet<string> = new Set([
  'retrieved',
  'creating',
  'created',
  'updating',
  'updated',
  'saving',
  'saved',
  'deleting',
  'deleted',
  'trashed',
  'forceDeleting',
  'forceDeleted',
  'restoring',
  'restored',
  'replicating',
  'booting',
  'booted',
]);
const hooks: ReadonlySet<string> = new Set([...modelEvents].filter((name) => name !== 'booting' && name !== 'booted'));

const model = 'Illuminate\\Database\\Eloquent\\Model';
const observedBy = 'Illuminate\\Database\\Eloquent\\Attributes\\ObservedBy';

export const laravelObservers: PhpFramework = {
  id,
  title: 'Eloquent observers and model events',
  packages: ['laravel/framework', 'illuminate/database'],
  needles: ['::observe(', 'ObservedBy', 'dispatchesEvents', 'eloquent.', ...[...hooks].map((hook) => `::${hook}(`)],

  call(site, context, sink) {
    const { call, scope } = site;
    if (call.kind !== 'static' || call.name === null || call.reference) return;
    if (call.name === 'observe') return readObserve(site, context, sink);
    if (!hooks.has(call.name)) return;
    const handlers = readHandlers(call.args[0]?.value, scope, context);
    if (handlers.length === 0) return;
    for (const meaning of context.evaluator.classesOf(call.of, scope)) {
      const name = whole(meaning);
      if (name === undefined) continue;
      const trait = context.project.classNamed(name)?.fact.kind === 'trait';
      if (!trait && !isModel(name, context.project)) continue;
      const target = modelBehind(name, context.project);
      const inside = enclosing(scope);
      for (const handler of handlers) {
        if (handler.kind === 'unknown') continue;
        sink.listen({
          file: scope.file,
          at: call.at,
          end: call.end,
          via: `static::${call.name}`,
          framework: id,
          event: `eloquent.${call.name}: ${target}`,
          form: 'string',
          handler,
          certainty: 'exact',
          untyped: true,
          ...(inside !== undefined && { in: inside }),
        });
      }
    }
  },

  declaration(site, context, sink) {
    const { fact, file, facts } = site;
    const scope: Scope = { file, facts, body: 0, self: fact.name };
    for (const attribute of fact.attributes) {
      if (attribute.name !== observedBy) continue;
      for (const argument of attribute.args)
        for (const observer of classNames(argument.value, scope, context))
          sink.observer({
            file,
            at: attribute.at,
            via: 'attribute',
            framework: id,
            certainty: 'exact',
            model: fact.name,
            observer,
            in: fact.name,
          });
    }
    for (const property of fact.properties) {
      if (property.name !== 'dispatchesEvents' || !property.default) continue;
      for (const item of listItems(property.default, scope, context)) {
        const when = item.key ? context.evaluator.textsOf(item.key, scope)[0] : undefined;
        for (const event of context.evaluator.textsOf(item.value, item.scope))
          sink.dispatch({
            file,
            at: item.at,
            via: `$dispatchesEvents${when === undefined ? '' : `.${when}`}`,
            framework: id,
            certainty: 'exact',
            event,
            form: 'class',
            in: fact.name,
          });
      }
    }
  },
};

function readObserve(site: CallSite, context: Context, sink: Sink): void {
  const { call, scope } = site;
  if (call.kind !== 'static') return;
  const argument = call.args[0]?.value;
  if (!argument) return;
  for (const meaning of context.evaluator.classesOf(call.of, scope)) {
    const name = whole(meaning);
    const inside = enclosing(scope);
    const base = {
      file: scope.file,
      at: call.at,
      end: call.end,
      via: 'X::observe',
      framework: id,
      ...(inside !== undefined && { in: inside }),
    };
    if (name === undefined) continue;
    const target = modelBehind(name, context.project);
    const observers = classNames(argument, scope, context);
    const plausible = isModel(target, context.project) || observers.some((observer) => /Observer$/.test(observer));
    if (!plausible) continue;
    const isProvider =
      scope.self !== '' && context.project.lineage(scope.self).some((one) => /ServiceProvider$/.test(one));
    for (const observer of observers)
      sink.observer({
        ...base,
        certainty: target === name ? 'exact' : 'inferred',
        ...(target !== name && { reason: 'The proxy stands for the model of the same name.' }),
        model: target,
        observer,
        ...(isProvider && { owner: { kind: 'provider', name: scope.self } }),
      });
  }
}

function classNames(expression: Expression, scope: Scope, context: Context): readonly string[] {
  const items = listItems(expression, scope, context);
  if (items.length > 0) return items.flatMap((item) => classNames(item.value, item.scope, context));
  return context.evaluator
    .evaluate(expression, scope)
    .flatMap((meaning) => (meaning.kind === 'object' ? [meaning.of] : (whole(meaning) ?? [])));
}

function isModel(name: string, project: Project): boolean {
  const lineage = project.lineage(name);
  if (lineage.includes(model)) return true;
  return lineage.some(
    (one) => !project.classNamed(one) && (/\\Models?\\/.test(one) || /(^|\\)(Model|Authenticatable|Pivot)$/.test(one)),
  );
}

/** A Concord proxy stands for the model it is named after. */
function modelBehind(name: string, project: Project): string {
  if (!name.endsWith('Proxy')) return name;
  const base = name.slice(0, -'Proxy'.length);
  const isProxy = project.lineage(name).some((one) => /ModelProxy$/.test(one)) || !project.classNamed(name);
  return isProxy && project.classNamed(base) ? base : name;
}
