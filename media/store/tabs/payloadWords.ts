/** What a payload holds, in a word or two. */
import type { PayloadText } from '../../../server/stores/questions';
import { jsonMembers, jsonValue } from '../json';
import { count } from '../words';

const atMost = 1000;

/** `7 fields`, `3 items`; nothing for what is neither. */
export function fieldsIn(payload: PayloadText): string {
  if (payload.kind === 'opaque') return 'not readable';
  const value = jsonValue(payload.text);
  if (value.kind !== 'object' && value.kind !== 'list') return '';
  const { members, next } = jsonMembers(payload.text, value, atMost);
  return count(
    `${members.length}${next === undefined && !payload.cut ? '' : '+'}`,
    value.kind === 'list' ? 'item' : 'field',
  );
}
