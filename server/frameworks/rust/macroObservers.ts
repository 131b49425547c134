/** Observers that an attribute wires: `#[observer(User)]`. */
import type { Observer } from '../../graph/graph';
import { lastSegment } from '../../languages/rust/inferred';
import type { RustWorld } from './contract';
import { showType } from './eventNodes';
import { placeOf } from './sites';
import type { Style } from './typedHeard';

const observerAttribute = /#\[\s*(?:\w+::)*(?:observer|observed_by|observes)\b/;

/** `#[observer(User)]`: a macro of the project or a package writes the wiring. */
export function macroObservers(world: RustWorld, style: Style): Observer[] {
  if (!style.owns(undefined)) return [];
  return world.candidates.flatMap((file) => {
    if (!world.reads(file, observerAttribute)) return [];
    const facts = world.facts(file);
    const owners = [
      ...(facts?.structs ?? []).map((struct) => ({
        attributes: struct.attributes,
        name: struct.name,
        test: struct.test,
      })),
      ...(facts?.impls ?? []).map((impl) => ({
        attributes: impl.attributes,
        name: showType(impl.type),
        test: impl.test,
      })),
    ];
    return owners.flatMap(({ attributes, name, test }) =>
      attributes
        .filter(
          (attribute) =>
            /(^|::)(observer|observed_by|observes)$/.test(attribute.name) && /^\s*[A-Z]\w*/.test(attribute.text),
        )
        .map((attribute) => ({
          ...placeOf(file, attribute.spot),
          model: lastSegment(/^\s*([\w:]+)/.exec(attribute.text)?.[1] ?? ''),
          observer: name,
          via: `#[${attribute.name}]`,
          certainty: 'dynamic' as const,
          reason: `The macro #[${attribute.name}] writes the registration.`,
          framework: style.framework,
          ...(test && { test: true as const }),
        })),
    );
  });
}
