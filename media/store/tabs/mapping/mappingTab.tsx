/** Which table and columns hold the events of a store that no layout knows: chosen by hand, seen at once, then saved. */
import type { ComponentChildren, JSX } from 'preact';
import { useEffect, useId, useState } from 'preact/hooks';
import type { About, LayoutChoice } from '../../../../server/stores/questions';
import { Button, Icon, IconButton, Text } from '../../controls';
import { Panes } from '../../panes';
import { Section } from '../../section';
import { aboutOf, useData, usePanel, type Store } from '../../state';
import { Empty, Note } from '../../states';
import { count, visible } from '../../words';
import {
  lacking,
  likelyTable,
  mappingOf,
  roleFields,
  rowOrder,
  suggest,
  withColumn,
  type MappingForm,
  type RoleField,
  type Table,
  type TimeKind,
} from './mappingForm';
import { Preview, usePreview, type PreviewState } from './preview';

export function MappingTab(): JSX.Element {
  const about = useData(aboutOf);
  const likely = about && likelyTable(about.tables);
  if (!about) return <></>;
  if (!likely)
    return (
      <Empty icon="table" kind="code" title={`${about.name} has no tables`}>
        There is nothing to map. Nothing was written.
      </Empty>
    );
  return <Form about={about} likely={likely} />;
}

/** What was read before the form tried mappings: gone back to when nothing comes of it. */
function opened(store: Store, about: About): void {
  const known = { event: undefined, filter: '', from: undefined, to: undefined, fresh: 0, compare: {} };
  store.set({ phase: { kind: 'open', about }, version: about.version, ...known });
}

function Form({ about, likely }: { readonly about: About; readonly likely: Table }): JSX.Element {
  const { ask, store } = usePanel();
  const canSave = useData((data) => data.canSaveMapping);
  const [before] = useState(about);
  const [form, setForm] = useState<MappingForm>(() => suggest(likely));
  const [match, setMatch] = useState(about.name);
  const [problem, setProblem] = useState<string>();
  const preview = usePreview(form);
  const table = about.tables.find(({ name }) => name === form.table);
  const missing = lacking(form);
  const readable = missing === undefined && preview.problem === undefined && preview.about !== undefined;

  // Whoever leaves without opening keeps what was read before.
  const [kept, keep] = useState(false);
  useEffect(() => {
    if (kept) return undefined;
    const [layout] = before.layouts;
    return () => {
      if (layout && store.get().tab !== 'overview')
        void ask.question('choose', { key: layout.key }).catch(() => undefined);
    };
  }, [kept]);

  const open = async (chosen: () => Promise<About | undefined>): Promise<void> => {
    setProblem(undefined);
    try {
      const answer = await chosen();
      if (!answer) return;
      keep(true);
      opened(store, answer);
      store.set({ tab: 'overview' });
    } catch (error) {
      setProblem(error instanceof Error ? error.message : String(error));
    }
  };
  const useMapping = (): Promise<About> => ask.question('choose', { mapping: mappingOf(form) });
  const save = (): void =>
    void open(async () => ((await ask.saveMapping(match.trim(), mappingOf(form))) ? useMapping() : undefined));

  return (
    <>
      {!before.layouts.length && (
        <Note kind="info">
          {'No known event layout in '}
          <Text value={about.name} />. Say which table holds the events; the mapping is kept in .event-wiring.json and
          nothing is written to the store.
        </Note>
      )}
      <Panes
        name="mapping"
        sized="first"
        size={560}
        least={380}
        leastRest={320}
        label="Width of the form"
        first={
          <div class="scroll auto" tabIndex={-1}>
            <h2 class="ew-head">Map a table to events</h2>
            <div class="form">
              <Labelled label="Table" hint={table && count(table.columns.length, 'column')}>
                {(id, described) => (
                  <Select
                    id={id}
                    described={described}
                    icon="table"
                    value={form.table}
                    options={about.tables.map(({ name }) => [name, visible(name)] as const)}
                    onChange={(name) => {
                      const chosen = about.tables.find((one) => one.name === name);
                      if (chosen) setForm(suggest(chosen));
                    }}
                  />
                )}
              </Labelled>
              {table &&
                roleFields.map((field) => (
                  <RoleRow
                    key={field.role}
                    field={field}
                    form={form}
                    table={table}
                    preview={preview}
                    onChange={setForm}
                  />
                ))}
            </div>
            <div class="form">
              <Labelled
                label="Stores"
                hint="Path of the stores it is for, or the name of a table. * stands for any characters."
              >
                {(id, described) => (
                  <div class="ew-input">
                    <input
                      id={id}
                      aria-describedby={described}
                      type="text"
                      spellcheck={false}
                      value={match}
                      onInput={(event) => setMatch(event.currentTarget.value)}
                    />
                  </div>
                )}
              </Labelled>
              <span />
              <div class="btnrow0">
                <Button disabled={!readable || !canSave || !match.trim()} onClick={save}>
                  Save Mapping and Open
                </Button>
                <Button secondary disabled={!readable} onClick={() => void open(useMapping)}>
                  Open Without Saving
                </Button>
              </div>
              <p class="hint" role="status">
                {problem !== undefined ? (
                  <span class="ico t-error">
                    <Icon icon="error" kind="error" small />
                    <Text value={problem} />
                  </span>
                ) : missing !== undefined ? (
                  missing
                ) : canSave ? (
                  ''
                ) : (
                  'Open a folder to save mappings: they are kept in its .event-wiring.json.'
                )}
              </p>
            </div>
            {before.layouts.length > 0 && (
              <Section name="mapping.known" title="Known layouts" detail="by how well they fit">
                <ul>
                  {before.layouts.map((layout, index) => (
                    <Layout
                      key={layout.key}
                      layout={layout}
                      used={index === 0}
                      onUse={() => void open(() => ask.question('choose', { key: layout.key }))}
                    />
                  ))}
                </ul>
              </Section>
            )}
          </div>
        }
        second={<Preview form={form} missing={missing} preview={preview} />}
      />
    </>
  );
}

function Layout(props: {
  readonly layout: LayoutChoice;
  readonly used: boolean;
  readonly onUse: () => void;
}): JSX.Element {
  const { layout, used, onUse } = props;
  return (
    <li class="row tall wraps">
      <Icon icon={used ? 'pass' : 'circle-outline'} kind={used ? 'ok' : 'code'} />
      <span class="grow">
        <span class="clip line">
          <Text value={layout.title} />{' '}
          <span class="loc">
            {layout.table !== null && <Text value={layout.table} />}
            {` ${Math.round(layout.score * 100)}%`}
          </span>
        </span>
        <Text className="line loc" value={layout.reason} />
      </span>
      {used ? (
        <span class="loc">in use</span>
      ) : (
        <IconButton title={visible(`Use ${layout.title}`)} text="Use" onClick={onUse} />
      )}
    </li>
  );
}

const timeKinds: readonly (readonly [TimeKind | '', string])[] = [
  ['', 'As its values look'],
  ['text', 'Text'],
  ['seconds', 'Unix seconds'],
  ['milliseconds', 'Unix milliseconds'],
  ['microseconds', 'Unix microseconds'],
];

function RoleRow(props: {
  readonly field: RoleField;
  readonly form: MappingForm;
  readonly table: Table;
  readonly preview: PreviewState;
  readonly onChange: (form: MappingForm) => void;
}): JSX.Element {
  const { field, form, table, preview, onChange } = props;
  const { role, label, needed, without } = field;
  const chosen = form.columns[role];
  const inside = preview.paths.filter(
    (path) => role !== 'position' && role !== 'data' && !path.startsWith(`${chosen ?? ''}:`),
  );
  const known = table.columns.map(
    ({ name, type }) => [name, type ? `${visible(name)} (${visible(type)})` : visible(name)] as const,
  );
  const options: (readonly [string, string])[] = [
    ...(chosen === undefined || !needed ? [['', needed ? 'Choose…' : 'None'] as const] : []),
    ...known,
    ...(role === 'position' ? [[rowOrder, 'order of the rows'] as const] : []),
    ...inside.map((path) => [path, visible(path.replace(':', '.'))] as const),
  ];
  if (chosen !== undefined && !options.some(([value]) => value === chosen)) options.push([chosen, visible(chosen)]);
  const hint = chosen === undefined ? without : preview.hints[role];
  return (
    <>
      <Labelled label={label} hint={hint}>
        {(id, described) => (
          <Select
            id={id}
            described={described}
            icon={chosen === undefined ? undefined : 'symbol-field'}
            required={needed}
            value={chosen ?? ''}
            options={options}
            onChange={(value) => onChange(withColumn(form, role, value === '' ? undefined : value))}
          />
        )}
      </Labelled>
      {role === 'time' && chosen !== undefined && (
        <Labelled label="Read as">
          {(id) => (
            <Select
              id={id}
              value={form.timeKind ?? ''}
              options={timeKinds}
              onChange={(value) => {
                const kind = timeKinds.find(([one]) => one === value)?.[0];
                const { table: name, columns } = form;
                onChange({ table: name, columns, ...(kind ? { timeKind: kind } : {}) });
              }}
            />
          )}
        </Labelled>
      )}
    </>
  );
}

function Labelled(props: {
  readonly label: string;
  readonly hint?: string | undefined;
  readonly children: (id: string, described: string | undefined) => ComponentChildren;
}): JSX.Element {
  const id = useId();
  const hint = props.hint === undefined || props.hint === '' ? undefined : `${id}-hint`;
  return (
    <>
      <label for={id}>{props.label}</label>
      {props.children(id, hint)}
      {hint !== undefined && (
        <div class="hint clip" id={hint}>
          {visible(props.hint ?? '')}
        </div>
      )}
    </>
  );
}

function Select(props: {
  readonly id: string;
  readonly described?: string | undefined;
  readonly icon?: string | undefined;
  readonly required?: boolean;
  readonly value: string;
  readonly options: readonly (readonly [string, string])[];
  readonly onChange: (value: string) => void;
}): JSX.Element {
  return (
    <span class={`ew-select wide ${props.value === '' ? 'none' : ''}`}>
      {props.icon !== undefined && <Icon icon={props.icon} kind={props.icon === 'table' ? 'code' : 'command'} small />}
      <select
        id={props.id}
        aria-describedby={props.described}
        aria-required={props.required}
        value={props.value}
        onChange={(event) => props.onChange(event.currentTarget.value)}
      >
        {props.options.map(([value, text]) => (
          <option key={value} value={value}>
            {text}
          </option>
        ))}
      </select>
      <Icon icon="chevron-down" small />
    </span>
  );
}
