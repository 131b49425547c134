/** Which providers and subscribers are switched on, and so which of their registrations count. */
import type { Project } from '../../languages/php/project';
import type { RawListen, RawRegistration } from '../../frameworks/phpFramework';

/** Why a provider or a subscriber does not count; undefined when it does. */
export function ownersOff(
  registrations: readonly RawRegistration[],
  missing: (provider: string) => string | undefined,
): (owner: NonNullable<RawListen['owner']>) => string | undefined {
  const subscribers = new Map<string, RawRegistration[]>();
  for (const step of registrations) {
    if (step.kind !== 'subscriber') continue;
    const list = subscribers.get(step.name);
    if (list) list.push(step);
    else subscribers.set(step.name, [step]);
  }
  const shortName = (name: string): string => name.slice(name.lastIndexOf('\\') + 1);
  return (owner) => {
    if (owner.kind === 'provider') {
      const reason = missing(owner.name);
      return reason === undefined ? undefined : `${reason}, so its listeners are not registered.`;
    }
    const steps = subscribers.get(owner.name);
    if (!steps)
      return `${shortName(owner.name)} is not subscribed anywhere: no $subscribe entry and no Event::subscribe names it.`;
    const reasons = steps.map((step) =>
      step.by !== undefined && /Provider$/.test(step.by) ? missing(step.by) : undefined,
    );
    return reasons.some((reason) => reason === undefined)
      ? undefined
      : `${reasons[0] ?? ''}, so its $subscribe is not read.`;
  };
}

/** A subscriber's `subscribe` counts once for every subscribed subclass that inherits it, each with its own handlers. */
export function subscribersBelow(
  registrations: readonly RawRegistration[],
  project: Project,
): (listen: RawListen) => readonly RawListen[] {
  const names = [...new Set(registrations.flatMap((step) => (step.kind === 'subscriber' ? [step.name] : [])))].sort();
  return (listen) => {
    const { owner, handler } = listen;
    if (owner?.kind !== 'subscriber' || names.includes(owner.name)) return [listen];
    const heirs = names.filter((name) => project.isA(name, owner.name));
    if (heirs.length === 0) return [listen];
    return heirs.flatMap((name): RawListen[] => {
      if (handler.kind !== 'method' || handler.of !== owner.name)
        return [{ ...listen, owner: { kind: 'subscriber', name } }];
      if (handler.method !== null && !project.method(name, handler.method)) return [];
      return [{ ...listen, owner: { kind: 'subscriber', name }, handler: { ...handler, of: name } }];
    });
  };
}
