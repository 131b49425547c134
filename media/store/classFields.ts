/** What the class in the code says of the fields of one payload. Draws nothing. */
import type { StoredTypeCode } from '../../server/protocol';
import type { FieldType } from './jsonTree';
import { shortName } from './words';

/** `rawPrice`, `raw_price` and `raw-price` are one name: serializers turn them into each other. */
export const sameName = (name: string): string => name.replace(/[_-]/g, '').toLowerCase();

/**
 * A field that the class lacks is marked only where the two have something in common: a payload that has other fields
 * altogether is wrapped, or made by a serializer, and says nothing of its class.
 */
export function typesOfFields(
  stored: readonly string[],
  code: StoredTypeCode | undefined,
): (field: string) => FieldType | undefined {
  const declared = code?.state === 'found' ? code.fields : undefined;
  const ofClass = new Map((declared ?? []).map(({ name, type }) => [sameName(name), type]));
  if (!stored.some((field) => ofClass.has(sameName(field)))) return () => undefined;
  return (field) => {
    const type = ofClass.get(sameName(field));
    return type === undefined ? { text: 'not in class', warning: true } : { text: shortName(type) };
  };
}
