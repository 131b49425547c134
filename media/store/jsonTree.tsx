/** A payload as a tree: exact numbers, lazily opened, type to find, copies values and paths. Knows no event. */
import type { JSX } from 'preact';
import { useEffect, useMemo, useState } from 'preact/hooks';
import type { PayloadText } from '../../server/stores/questions';
import { size } from './format';
import { jsonMembers, jsonPath, jsonPreview, jsonString, jsonValue, type JsonMember, type JsonValue } from './json';
import { usePanel } from './state';
import { Tree, type TreeRow } from './tree';
import { visible } from './words';

const atOnce = 200;
/** Characters of a payload that are read: brackets of many megabytes would have to be counted for every row. */
const longestPayload = 4_000_000;
/** Characters of a single value that are shown; all of it is copied. */
const longest = 2000;

export interface FieldType {
  readonly text: string;
  readonly warning?: true;
}

interface Line {
  readonly id: string;
  readonly level: number;
  readonly path: readonly { readonly name: string; readonly list: boolean }[];
  readonly member: JsonMember;
  /** A row that reads on in a long list. */
  readonly more?: { readonly parent: string; readonly shown: number };
}

export interface JsonTreeProps {
  readonly label: string;
  readonly payload: PayloadText;
  /** Type of a field of the outermost object, as the class says it. */
  readonly typeOf?: (field: string) => FieldType | undefined;
}

export function JsonTree({ label, payload, typeOf }: JsonTreeProps): JSX.Element {
  if (payload.kind === 'opaque') return <Opaque payload={payload} />;
  const { text } = payload;
  const long = text.length > longestPayload;
  return (
    <Values
      label={label}
      text={long ? text.slice(0, longestPayload) : text}
      cut={long || payload.cut === true}
      typeOf={typeOf}
    />
  );
}

function Values(props: {
  readonly label: string;
  readonly text: string;
  readonly cut: boolean;
  readonly typeOf: JsonTreeProps['typeOf'];
}): JSX.Element {
  const { text } = props;
  const { tell } = usePanel();
  const root = useMemo(() => jsonValue(text), [text]);
  const [open, setOpen] = useState<ReadonlyMap<string, number>>(new Map());
  useEffect(() => setOpen(new Map()), [text]);
  const lines = useMemo(() => linesOf(text, root, open), [text, root, open]);
  const byId = new Map(lines.map((line) => [line.id, line]));

  const toggle = (id: string, expanded: boolean): void =>
    setOpen((before) => {
      const after = new Map(before);
      if (expanded) after.set(id, atOnce);
      else after.delete(id);
      return after;
    });
  const readOn = (id: string): void => {
    const more = byId.get(id)?.more;
    if (more) setOpen((before) => new Map(before).set(more.parent, more.shown + atOnce));
  };
  const onKey = (event: KeyboardEvent, id: string | undefined): boolean => {
    const line = id === undefined ? undefined : byId.get(id);
    if (!line || event.key.toLowerCase() !== 'c') return false;
    if (event.altKey && event.shiftKey) tell({ kind: 'copy', text: jsonPath(line.path) });
    else if ((event.ctrlKey || event.metaKey) && !event.shiftKey)
      tell({ kind: 'copy', text: valueToCopy(text, line.member.value) });
    else return false;
    return true;
  };

  const rows = lines.map((line): TreeRow => {
    const { member, more } = line;
    if (more)
      return {
        id: line.id,
        level: line.level,
        text: '',
        content: <span class="v">{`Show ${atOnce} more`}</span>,
        className: 'more',
      };
    const container = member.value.kind === 'object' || member.value.kind === 'list';
    const type = line.path.length === 1 && !line.path[0]?.list ? props.typeOf?.(member.name) : undefined;
    return {
      id: line.id,
      level: line.level,
      text: member.name,
      ...(container ? { expanded: open.has(line.id) } : {}),
      content: (
        <>
          <span class="clip">
            {line.path.length > 0 && (
              <>
                <bdi class="n">{visible(member.name)}</bdi>
                <span>:&nbsp;</span>
              </>
            )}
            <Value text={text} value={member.value} />
          </span>
          {type && (
            <span class={`type ${type.warning ? 't-warning' : ''}`}>
              {type.warning && <i class="codicon codicon-warning s" aria-hidden="true" />}
              <bdi>{visible(type.text)}</bdi>
            </span>
          )}
        </>
      ),
    };
  });
  return (
    <>
      <Tree className="jt" label={props.label} rows={rows} onToggle={toggle} onOpen={readOn} onKey={onKey} />
      {(props.cut || root.cut) && (
        <p class="after-tree dim">{`Only the first ${size(text.length)} are shown; an export has all of it.`}</p>
      )}
    </>
  );
}

/** Rows of everything that is open; members of the outermost value stand without it. */
function linesOf(text: string, root: JsonValue, open: ReadonlyMap<string, number>): Line[] {
  const lines: Line[] = [];
  const visit = (value: JsonValue, path: Line['path'], id: string, level: number, limit: number): void => {
    const { members, next } = jsonMembers(text, value, limit);
    members.forEach((member, index) => {
      const own = `${id}.${index}`;
      const below = [...path, { name: member.name, list: value.kind === 'list' }];
      lines.push({ id: own, level, path: below, member });
      const shown = open.get(own);
      if (shown !== undefined) visit(member.value, below, own, level + 1, shown);
    });
    if (next !== undefined)
      lines.push({ id: `${id}.more`, level, path, member: { name: '', value }, more: { parent: id, shown: limit } });
  };
  if (root.kind === 'object' || root.kind === 'list') visit(root, [], 'r', 1, open.get('r') ?? atOnce);
  if (!lines.length) lines.push({ id: 'r', level: 1, path: [], member: { name: '', value: root } });
  return lines;
}

/** Colours of the kinds of a value. */
export const valueClasses = {
  string: 's',
  number: 'nu',
  boolean: 'bo',
  null: 'bo',
  object: 'v',
  list: 'v',
  invalid: 't-error',
} as const;

function Value({ text, value }: { readonly text: string; readonly value: JsonValue }): JSX.Element {
  const container = value.kind === 'object' || value.kind === 'list';
  const shown = container ? jsonPreview(text, value) : shownValue(text, value);
  return <bdi class={valueClasses[value.kind]}>{visible(shown)}</bdi>;
}

function shownValue(text: string, value: JsonValue): string {
  if (value.start >= text.length) return '…';
  const slice = text.slice(value.start, Math.min(value.end, value.start + longest));
  const all = value.end - value.start <= longest && !value.cut;
  if (value.kind !== 'string') return all ? slice : `${slice}…`;
  return `"${jsonString(all ? slice : wholeCharacters(slice))}${all ? '"' : '…'}`;
}

/** Half an escape at the end is left out. */
function wholeCharacters(slice: string): string {
  return `${slice.replace(/\\(?:u[\da-fA-F]{0,3})?$/, '')}"`;
}

function valueToCopy(text: string, value: JsonValue): string {
  const slice = text.slice(value.start, value.end);
  return value.kind === 'string' ? jsonString(slice) : slice;
}

function Opaque({ payload }: { readonly payload: PayloadText & { readonly kind: 'opaque' } }): JSX.Element {
  const rows = (payload.hex.match(/.{1,32}/g) ?? []).slice(0, 64);
  return (
    <>
      <p class="after-tree dim">
        {`${size(payload.size)}, shown as bytes: `}
        <bdi>{visible(payload.reason)}</bdi>
      </p>
      <pre class="codebox" tabIndex={0} aria-label="Bytes">
        {rows.map((row, index) => `${(index * 16).toString(16).padStart(8, '0')}  ${spaced(row)}\n`).join('')}
      </pre>
    </>
  );
}

function spaced(hex: string): string {
  return (hex.match(/../g) ?? []).join(' ');
}
