/**
 * Reads caret marks out of fixture sources: what the fixture says must be found, and where.
 *
 *     event(new OrderShipped($order));
 * //  ^ dispatches App\Events\OrderShipped
 *
 * The first caret's column is the fact's column; marks stack, each on its own comment line, under the line they mean.
 * `<-` instead of carets marks the column where the comment itself begins. CONTRIBUTING.md has the whole grammar.
 */
export interface Mark {
  readonly file: string;
  readonly line: number;
  readonly column: number;
  readonly kind: string;
  /** Name, with `?` for "decided at run time". */
  readonly name: string;
  /** After `of`. */
  readonly emitter?: string;
  /** After `->`. */
  readonly target?: string;
  /** In parentheses: `queued`, `once`, `priority 5`, `dynamic`, `inferred`, `external`, `record`. */
  readonly flags: readonly string[];
  /** `(dynamic: a, b)`. */
  readonly candidates?: readonly string[];
  /** `problem CODE: text` */
  readonly message?: string;
}

const kinds = [
  'event',
  'dispatches',
  'listens',
  'job',
  'command',
  'observes',
  'channel',
  'references',
  'unwired',
  'problem',
];
const markLine = new RegExp(
  String.raw`^(?<indent>\s*)(?<open>//|#|\{\{--|<!--|\*)(?<gap>\s*)(?<arrow>\^+|<-)\s+(?<kind>${kinds.join('|')})\b\s*(?<rest>.*?)(?:\s*(?:--\}\}|-->))?\s*$`,
);

/** Marks of one source, in order. Throws on a mark that does not read, so that a typo cannot pass as "no mark". */
export function readMarks(file: string, text: string): Mark[] {
  const marks: Mark[] = [];
  let codeLine = 0;
  const lines = text.replace(/^\uFEFF/, '').split(/\r?\n/);
  lines.forEach((line, index) => {
    const groups = markLine.exec(line)?.groups;
    if (!groups) {
      if (/^\s*(\/\/|#)\s*(\^+|<-)(\s|$)/.test(line))
        throw new Error(`${file}:${index + 1}: unreadable mark: ${line.trim()}`);
      codeLine = index + 1;
      return;
    }
    const { indent = '', open = '', gap = '', arrow = '', kind = '', rest = '' } = groups;
    const column = arrow === '<-' ? indent.length + 1 : indent.length + open.length + gap.length + 1;
    marks.push({ file, line: codeLine, column, kind, ...readFact(kind, rest) });
  });
  return marks;
}

/** The source without its mark lines: what a user would see. */
export function withoutMarks(text: string): string {
  return text
    .split('\n')
    .filter((line) => !markLine.test(line.replace(/\r$/, '')))
    .join('\n');
}

function readFact(kind: string, rest: string): Omit<Mark, 'file' | 'line' | 'column' | 'kind'> {
  if (kind === 'problem') {
    const at = rest.indexOf(': ');
    return at < 0
      ? { name: rest.trim(), flags: [] }
      : { name: rest.slice(0, at).trim(), message: rest.slice(at + 2).trim(), flags: [] };
  }
  let text = rest;
  let flags: string[] = [];
  let candidates: string[] | undefined;
  const tail =
    /\s*\(((?:queued|once|priority|dynamic|inferred|external|record|wrapper|after commit|pattern)\b[^()]*)\)$/.exec(
      text,
    );
  if (tail) {
    text = text.slice(0, tail.index);
    const dynamic = /dynamic:\s*(.*)$/.exec(tail[1] ?? '');
    if (dynamic)
      candidates = (dynamic[1] ?? '')
        .split(',')
        .map((name) => name.trim())
        .filter(Boolean);
    flags = (dynamic ? (tail[1] ?? '').slice(0, dynamic.index) + 'dynamic' : (tail[1] ?? ''))
      .split(',')
      .map((flag) => flag.trim());
  }
  let target: string | undefined;
  const arrow = text.lastIndexOf(' -> ');
  if (arrow >= 0) {
    target = text.slice(arrow + 4).trim();
    text = text.slice(0, arrow);
  }
  let emitter: string | undefined;
  const of = text.lastIndexOf(' of ');
  if (of >= 0) {
    emitter = text.slice(of + 4).trim();
    text = text.slice(0, of);
  }
  return {
    name: text.trim(),
    flags,
    ...(emitter !== undefined && { emitter }),
    ...(target !== undefined && { target }),
    ...(candidates && { candidates }),
  };
}
