/**
 * Two payloads as one tree whose rows stand side by side: what only one of them has leaves the other side empty. Reads
 * only what is open, beyond telling whether two values differ. Knows no event and draws nothing.
 */
import { jsonMembers, jsonPath, jsonString, jsonValue, type JsonMember, type JsonValue } from '../../json';

export interface Side {
  readonly text: string;
  readonly value: JsonValue;
}

export type Mark = 'same' | 'added' | 'removed' | 'changed' | 'within';

export interface AlignedRow {
  readonly id: string;
  readonly level: number;
  readonly name: string;
  readonly path: string;
  readonly left: Side | undefined;
  readonly right: Side | undefined;
  /** `within`: the value is on both sides and something inside of it differs. */
  readonly mark: Mark;
  /** Absent for what has nothing inside. */
  readonly expanded?: boolean;
}

const atMost = 500;
/** Beyond, values are the same only if their texts are. */
const deepest = 100;

/** `toggled` are ids of rows that are not as they start: open where something within differs, closed elsewhere. */
export function alignedRows(left: string, right: string, toggled: ReadonlySet<string>): readonly AlignedRow[] {
  const rows: AlignedRow[] = [];
  const visit = (
    l: Side | undefined,
    r: Side | undefined,
    parents: readonly { readonly name: string; readonly list: boolean }[],
    id: string,
  ): void => {
    for (const { name, list, left: a, right: b } of pairs(l, r)) {
      if (rows.length >= atMost) return;
      const path = [...parents, { name, list }];
      const own = `${id}.${name}`;
      const mark = markOf(a, b);
      const inside = isContainer(a?.value) || isContainer(b?.value);
      const expanded = inside ? (mark === 'within') !== toggled.has(own) : undefined;
      rows.push({
        id: own,
        level: path.length,
        name,
        path: jsonPath(path),
        left: a,
        right: b,
        mark,
        ...(expanded === undefined ? {} : { expanded }),
      });
      if (expanded) visit(a, b, path, own);
    }
  };
  const [l, r] = [sideOf(left), sideOf(right)];
  if (isContainer(l.value) || isContainer(r.value)) visit(l, r, [], 'r');
  else rows.push({ id: 'r', level: 1, name: '', path: '', left: l, right: r, mark: markOf(l, r) });
  return rows;
}

interface Pair {
  readonly name: string;
  readonly list: boolean;
  readonly left: Side | undefined;
  readonly right: Side | undefined;
}

/** In the order of the left side, what only the right side has behind what it follows there. */
function pairs(left: Side | undefined, right: Side | undefined): readonly Pair[] {
  const ofLeft = membersOf(left);
  const ofRight = membersOf(right);
  const list = (left ?? right)?.value.kind === 'list';
  const wanted = new Map(ofRight.map((member) => [member.name, member]));
  const names = ofLeft.map(({ name }) => name);
  const known = new Set(names);
  let after = 0;
  for (const { name } of ofRight) {
    const at = names.indexOf(name, 0);
    if (known.has(name)) after = at + 1;
    else names.splice(after++, 0, name);
  }
  const first = new Map(ofLeft.map((member) => [member.name, member]));
  const side = (of: Side | undefined, member: JsonMember | undefined): Side | undefined =>
    of && member ? { text: of.text, value: member.value } : undefined;
  return [...new Set(names)].map((name) => ({
    name,
    list,
    left: side(left, first.get(name)),
    right: side(right, wanted.get(name)),
  }));
}

function markOf(left: Side | undefined, right: Side | undefined): Mark {
  if (!left) return 'added';
  if (!right) return 'removed';
  if (sameValue(left, right)) return 'same';
  return isContainer(left.value) && left.value.kind === right.value.kind ? 'within' : 'changed';
}

/** Order of an object's members and the way a string or a number is written make no difference. */
export function sameValue(left: Side, right: Side, depth = 0): boolean {
  const [a, b] = [slice(left), slice(right)];
  if (a === b) return true;
  if (left.value.kind !== right.value.kind || depth > deepest) return false;
  switch (left.value.kind) {
    case 'string':
      return jsonString(a) === jsonString(b);
    case 'number':
      return Number(a) === Number(b) && Number.isSafeInteger(Number(a));
    case 'object':
    case 'list': {
      const [ofLeft, ofRight] = [membersOf(left, Infinity), membersOf(right, Infinity)];
      if (ofLeft.length !== ofRight.length) return false;
      const others = new Map(ofRight.map((member) => [member.name, member.value]));
      return ofLeft.every(({ name, value }) => {
        const other = others.get(name);
        return (
          other !== undefined && sameValue({ text: left.text, value }, { text: right.text, value: other }, depth + 1)
        );
      });
    }
    case 'boolean':
    case 'null':
    case 'invalid':
      return false;
  }
}

function membersOf(side: Side | undefined, limit = atMost): readonly JsonMember[] {
  return side ? jsonMembers(side.text, side.value, limit).members : [];
}
function sideOf(text: string): Side {
  return { text, value: jsonValue(text) };
}
function slice({ text, value }: Side): string {
  return text.slice(value.start, value.end);
}
function isContainer(value: JsonValue | undefined): boolean {
  return value?.kind === 'object' || value?.kind === 'list';
}
