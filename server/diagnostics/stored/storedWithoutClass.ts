/** A stored event type for which the workspace has no class: told at the store, by whoever knows all folders. */
import type { ConnectedStore } from '../../graph/stored';
import type { EventNode } from '../../graph/graph';
import { spoken } from '../../graph/wording';
import { counted, type StoredDiagnostic } from './storedDiagnostic';

export const storedWithoutClass: StoredDiagnostic = {
  code: 'stored-without-class',
  title: 'Stored event without a class',
  severity: 'warning',
  enabledByDefault: true,
  // What one folder does not have another one may.
  check: () => [],
};

export function messageOf(type: ConnectedStore['types'][number], closest: EventNode | undefined): string {
  const name = type.type.length > 120 ? `${type.type.slice(0, 119)}…` : type.type;
  const meant = closest ? ` Did you mean ${spoken(closest)}?` : '';
  return `${name === '' ? 'An event without a type' : name} has no class in this workspace, and ${counted(type.stored)} of it ${type.stored === 1 ? 'is' : 'are'} stored.${meant}`;
}
