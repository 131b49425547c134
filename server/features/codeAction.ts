/** `textDocument/codeAction`: what mends a problem where that is safe, and a comment that silences it. */
import type { CodeAction, CodeActionParams, Range, TextEdit } from 'vscode-languageserver';
import type { Finding, Fix } from '../diagnostics/diagnostic';
import type { Place, Unwired } from '../graph/graph';
import { shortName } from '../graph/wording';
import { documentOf, extentOf, lineOf, literalIn, positionOf, rangeOf, startOf, touch, uriOf } from './documents';
import type { Feature, Snapshot } from './feature';
import { diagnosticOf, findingsIn } from './findings';
import { appendEntry, type Entry } from './phpEntries';

const quickFix = 'quickfix';

export const codeAction: Feature<CodeActionParams, CodeAction[]> = {
  method: 'textDocument/codeAction',
  answer(snapshots, { textDocument, range, context }) {
    const here = documentOf(snapshots, textDocument.uri);
    if (!here || (context.only && !context.only.some((kind) => kind === '' || kind === quickFix))) return [];
    const { snapshot, file } = here;
    const owned = snapshot.graph.unwired.filter((one) => !one.problem && one.file === file);
    const ofOwners = owned.flatMap((one): CodeAction[] => {
      const mend = touch(rangeOf(snapshot, one), range) ? mendOfOwner(snapshot, one) : undefined;
      return mend ? [{ ...mend, kind: quickFix }] : [];
    });
    const mends = findingsIn(snapshot, file).flatMap((finding) => {
      const diagnostic = diagnosticOf(snapshot, finding);
      // Also from the call that the misspelt name stands in.
      if (!touch(diagnostic.range, range) && !touch(rangeOf(snapshot, finding.place), range)) return [];
      const diagnostics = [diagnostic];
      const mend = finding.fix && mendOf(snapshot, finding.fix);
      const silence = silenceOf(snapshot, finding);
      return [
        ...(mend ? [{ ...mend, kind: quickFix, diagnostics, isPreferred: true }] : []),
        ...(silence ? [{ ...silence, kind: quickFix, diagnostics }] : []),
      ];
    });
    return [...ofOwners, ...mends];
  },
};

type Edit = Pick<CodeAction, 'title' | 'edit'>;

function mendOf(snapshot: Snapshot, fix: Fix): Edit | undefined {
  switch (fix.kind) {
    case 'respell':
      return respell(snapshot, fix);
    case 'remove':
      return remove(snapshot, fix);
    case 'register':
      return register(snapshot, fix);
    case 'listen':
      return listen(snapshot, fix);
  }
}

/** A listener whose provider is not registered has no problem of its own, and is where people look first. */
function mendOfOwner(snapshot: Snapshot, { owner, related, step }: Unwired): Edit | undefined {
  return owner !== undefined && related && step === 'provider'
    ? register(snapshot, { kind: 'register', name: owner, place: related })
    : undefined;
}

/** Only when every place spells the name itself. */
function respell(snapshot: Snapshot, { from, to, places }: Fix & { kind: 'respell' }): Edit | undefined {
  const changes: Record<string, TextEdit[]> = {};
  for (const place of places) {
    const text = snapshot.text(place.file);
    const extent = text === undefined ? undefined : extentOf(text, place);
    const at = text === undefined || !extent ? undefined : literalIn(text, extent.from - 1, extent.to, from);
    if (text === undefined || at === undefined) return undefined;
    (changes[uriOf(snapshot, place.file)] ??= []).push({ range: span(text, at, at + from.length), newText: to });
  }
  const every = places.length > 1 ? ` in ${places.length} places` : '';
  return { title: `Change to '${to}'${every}`, edit: { changes } };
}

/** Whole lines, and only when nothing else stands on them. */
function remove(snapshot: Snapshot, { place }: Fix & { kind: 'remove' }): Edit | undefined {
  const text = snapshot.text(place.file);
  const extent = text === undefined ? undefined : extentOf(text, place);
  const start = text === undefined ? undefined : startOf(text, place.line - 1);
  if (text === undefined || !extent || start === undefined) return undefined;
  const before = text.slice(start, extent.from);
  const lineEnd = text.indexOf('\n', extent.to);
  const after = text.slice(extent.to, lineEnd < 0 ? undefined : lineEnd);
  if (!/^\s*(?:[\p{L}\p{N}_$.?>:-]*(?:\.|->|::)|@)?$/u.test(before) || !/^\s*[;,]?\s*$/.test(after)) return undefined;
  const end = lineEnd < 0 ? text.length : lineEnd + 1;
  return {
    title: 'Remove the second registration',
    edit: { changes: { [uriOf(snapshot, place.file)]: [{ range: span(text, start, end), newText: '' }] } },
  };
}

function register(snapshot: Snapshot, { name, place }: Fix & { kind: 'register' }): Edit | undefined {
  return append(snapshot, place, `Add ${shortName(name)} to ${place.file}`, {
    classes: [name],
    written: ([spelled]) => `${spelled ?? ''}::class`,
  });
}

function listen(snapshot: Snapshot, { event, listener, under, place }: Fix & { kind: 'listen' }): Edit | undefined {
  const title = `Add ${shortName(listener)} for ${shortName(event)} to $listen in ${place.file}`;
  if (under === 'event')
    return append(snapshot, place, title, { classes: [listener], written: ([own]) => `${own ?? ''}::class` });
  return append(snapshot, place, title, {
    classes: [event, listener],
    written: ([heard, own]) => `${heard ?? ''}::class => [${own ?? ''}::class]`,
  });
}

/** One more entry for the array that begins at the place. */
function append(snapshot: Snapshot, place: Place, title: string, entry: Entry): Edit | undefined {
  const text = snapshot.text(place.file);
  const start = text === undefined ? undefined : startOf(text, place.line - 1);
  const edits =
    text === undefined || start === undefined ? undefined : appendEntry(text, start + place.column - 1, entry);
  return edits && { title, edit: { changes: { [uriOf(snapshot, place.file)]: edits } } };
}

/** A comment above the line, as the file's language writes it; none where a comment would not be one. */
function silenceOf(snapshot: Snapshot, { place, code }: Finding): Edit | undefined {
  const text = snapshot.text(place.file);
  if (text === undefined || startOf(text, place.line - 1) === undefined) return undefined;
  const line = lineOf(text, place.line - 1);
  const words = `event-wiring-ignore-next-line ${code}`;
  const comment = commentOf(place.file, line, words, isScript(text, place.line - 1));
  if (comment === undefined) return undefined;
  const indent = /^\s*/.exec(line)?.[0] ?? '';
  const eol = text.includes('\r\n') ? '\r\n' : '\n';
  const position = { line: place.line - 1, character: 0 };
  return {
    title: `Suppress ${code} for this line`,
    edit: {
      changes: {
        [uriOf(snapshot, place.file)]: [
          { range: { start: position, end: position }, newText: `${indent}${comment}${eol}` },
        ],
      },
    },
  };
}

/** In a component's script, as against its template; true for files that are all code. */
function isScript(text: string, line: number): boolean {
  const before = text.slice(0, startOf(text, line) ?? 0);
  return before.lastIndexOf('<script') > before.lastIndexOf('</script');
}

function commentOf(file: string, line: string, words: string, script: boolean): string | undefined {
  const trimmed = line.trim();
  if (file.endsWith('.blade.php')) return `{{-- ${words} --}}`;
  if (/\.(?:ya?ml)$/.test(file)) return `# ${words}`;
  if (file.endsWith('.xml')) return `<!-- ${words} -->`;
  if (file.endsWith('.json')) return undefined;
  if (trimmed.startsWith('<?')) return undefined;
  if (/\.(?:vue|svelte|astro)$/.test(file) && !script) return trimmed.startsWith('<') ? `<!-- ${words} -->` : undefined;
  if (/^<[A-Za-z/]/.test(trimmed)) return /\.[jt]sx$/.test(file) ? undefined : `<!-- ${words} -->`;
  return `// ${words}`;
}

function span(text: string, from: number, to: number): Range {
  return { start: positionOf(text, from), end: positionOf(text, to) };
}
