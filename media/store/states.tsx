/** What is shown when there is nothing to show: waiting, empty, not answered; and the notes above a view. */
import type { ComponentChildren, JSX } from 'preact';
import { Button, Icon, IconButton, Text } from './controls';
import { useElapsed } from './useAnswer';

/** Two pixels that move, once something takes longer than one notices. */
export function Progress({ waiting }: { readonly waiting: boolean }): JSX.Element {
  const shown = useElapsed(waiting, 150);
  return (
    <div class="progress" role={shown ? 'progressbar' : undefined} aria-label={shown ? 'Reading' : undefined}>
      {shown && <div class="progress-bit" />}
    </div>
  );
}

/** In place of what was never there yet: nothing at first, then grey rows, then words and a way out. */
export function Waiting(props: {
  readonly what: string;
  readonly onCancel?: () => void;
  readonly rows?: number;
}): JSX.Element | null {
  const grey = useElapsed(true, 150);
  const words = useElapsed(true, 1000);
  if (!grey) return null;
  return (
    <div class="waiting">
      {words && (
        <div class="note" role="status">
          <Icon icon="loading" />
          <span class="grow">
            <Text value={props.what} />
          </span>
          {props.onCancel && <IconButton title="Cancel" text="Cancel" onClick={props.onCancel} />}
        </div>
      )}
      <Skeleton rows={props.rows ?? 10} />
    </div>
  );
}

const widths = [
  [72, 120, 160],
  [72, 92, 150],
  [72, 140, 90],
  [72, 110, 130],
] as const;

function Skeleton({ rows }: { readonly rows: number }): JSX.Element {
  return (
    <svg class="skel" width="430" height={rows * 22} aria-hidden="true">
      {Array.from({ length: rows }, (_, row) => {
        const [first, second, third] = widths[row % widths.length] ?? widths[0];
        return [
          <rect x="12" y={row * 22 + 6} width={first} height="10" rx="2" />,
          <rect x="96" y={row * 22 + 6} width={second} height="10" rx="2" />,
          <rect x="250" y={row * 22 + 6} width={third} height="10" rx="2" />,
        ];
      })}
    </svg>
  );
}

export interface Choice {
  readonly text: string;
  readonly run: () => void;
}

/** A title, a sentence, what can be done: the first choice is the one most take. */
export function Empty(props: {
  readonly icon: string;
  readonly kind?: string;
  readonly title: string;
  readonly children?: ComponentChildren;
  readonly choices?: readonly Choice[];
  readonly alert?: boolean;
}): JSX.Element {
  return (
    <div class="empty" role={props.alert ? 'alert' : undefined}>
      <h3>
        <Icon icon={props.icon} {...(props.kind === undefined ? {} : { kind: props.kind })} />
        <Text value={props.title} />
      </h3>
      {props.children !== undefined && <p class="dim">{props.children}</p>}
      {props.choices?.length ? (
        <div class="btns">
          {props.choices.map(({ text, run }, index) => (
            <Button key={text} secondary={index > 0} onClick={run}>
              {text}
            </Button>
          ))}
        </div>
      ) : null}
    </div>
  );
}

/** A question that was refused: its sentence, and asking again. */
export function Refused(props: {
  readonly problem: string;
  readonly onAgain: () => void;
  /** Where the filter may be what is wrong. */
  readonly onClear?: () => void;
}): JSX.Element {
  const { title, rest } = firstSentence(props.problem);
  const again = { text: 'Try Again', run: props.onAgain };
  const choices = props.onClear ? [{ text: 'Clear Filter', run: props.onClear }, again] : [again];
  return (
    <Empty icon="error" kind="error" title={title} alert choices={choices}>
      {rest ? <Text value={rest} /> : undefined}
    </Empty>
  );
}

/** Waiting was given up. */
export function Cancelled({ onAgain }: { readonly onAgain: () => void }): JSX.Element {
  return (
    <Empty icon="circle-slash" kind="code" title="Not read" choices={[{ text: 'Read Now', run: onAgain }]}>
      Reading was cancelled.
    </Empty>
  );
}

/** The first sentence without its full stop, for a title, and what follows. */
export function firstSentence(text: string): { readonly title: string; readonly rest: string } {
  const end = /[.](?=\s+\p{Lu})/u.exec(text)?.index;
  if (end === undefined) return { title: text.replace(/\.$/, ''), rest: '' };
  return { title: text.slice(0, end), rest: text.slice(end + 1).trim() };
}

export function Note(props: {
  readonly kind: 'warn' | 'info';
  readonly children: ComponentChildren;
  readonly action?: ComponentChildren;
}): JSX.Element {
  return (
    <div class={`note ${props.kind}`} role={props.kind === 'warn' ? 'alert' : 'status'}>
      <Icon icon={props.kind === 'warn' ? 'warning' : 'info'} kind={props.kind === 'warn' ? 'warning' : 'info'} />
      <span class="grow">{props.children}</span>
      {props.action}
    </div>
  );
}
