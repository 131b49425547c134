/** Edits that rename, move, drop or replace what PHP and Rust files declare; knows no event. */

type Random = (limit: number) => number;
/** `other` is the text of another file of the project. */
export type Reshape = (text: string, random: Random, other: string) => string;

const method =
  /^[ \t]*(?:pub(?:\([a-z]+\))? )?(?:(?:public|protected|private|static|async|abstract|final) )*(?:function|fn) \w+[^\n]*/gm;

export const reshapings: readonly (readonly [name: string, reshape: Reshape])[] = [
  ['moved down', (text) => text.replace(/\n/, '\n\n')],
  ['half moved down', lines((all, at) => [...all.slice(0, at), '', ...all.slice(at)])],
  ['a declaration renamed', renamed(/\b(class|interface|trait|enum|function|fn|struct|mod|type) (\w+)/g)],
  ['a method renamed', renamed(/\b(function|fn) (\w+)/g)],
  ['a method dropped', (text, random) => withoutMethod(text, random)?.rest ?? text],
  [
    'a method moved',
    (text, random) => {
      const taken = withoutMethod(text, random);
      const next = taken && oneOf(taken.rest, method, random);
      return taken && next
        ? `${taken.rest.slice(0, next.index)}${taken.method}\n${taken.rest.slice(next.index)}`
        : text;
    },
  ],
  ['a parent dropped', replaced(/ (?:extends|implements) [\\\w]+/g, () => '')],
  [
    'a parent added',
    replaced(/\bclass \w+(?=\s*\{)/g, (found) => `${found} implements \\Illuminate\\Contracts\\Queue\\ShouldQueue`),
  ],
  ['an impl for another type', replaced(/\bimpl (\w+) for \w+/g, (found) => `${found}Too`)],
  ['a return type dropped', replaced(/\): [?\\\w]+ *(?=\{|;|\n)/g, () => ')')],
  ['a parameter of any type', replaced(/\(([A-Z]\w+) \$/g, () => '(object $')],
  ['another name in quotes', replaced(/'[a-z][\w.:-]+'/g, () => "'another.name'")],
  ['another namespace', (text) => text.replace(/^namespace ([\\\w]+)/m, 'namespace $1\\Deep')],
  ['an import dropped', replaced(/^use [^;]+;/gm, () => '')],
  ['an import under another name', replaced(/^use ([\w:\\]+);/gm, (found) => `${found.slice(0, -1)} as Other;`)],
  ['an attribute dropped', replaced(/#\[[^\]]*\]\n?/g, () => '')],
  ['a class that is only known later', replaced(/\w+::class/g, () => '$what')],
  ['hidden', replaced(/\bpub /g, () => '')],
  ['a line dropped', lines((all, at) => [...all.slice(0, at), ...all.slice(at + 1)])],
  ['a line twice', lines((all, at) => [...all.slice(0, at + 1), ...all.slice(at)])],
  ['a line that is a comment', lines((all, at) => all.map((line, index) => (index === at ? `// ${line}` : line)))],
  ['cut short', (text, random) => text.slice(0, random(text.length))],
  ['emptied', () => ''],
  ['the text of another file', (_text, _random, other) => other],
  [
    'what another file declares as well',
    (text, _random, other) => `${text}\n${other.replace(/^<\?php/, '').replace(/^namespace [^;]+;/m, '')}`,
  ],
];

function oneOf(text: string, pattern: RegExp, random: Random): RegExpMatchArray | undefined {
  const found = [...text.matchAll(pattern)];
  return found[random(found.length)];
}

function replaced(pattern: RegExp, by: (found: string) => string): Reshape {
  return (text, random) => {
    const found = oneOf(text, pattern, random);
    if (found?.index === undefined) return text;
    return text.slice(0, found.index) + by(found[0]) + text.slice(found.index + found[0].length);
  };
}

function renamed(pattern: RegExp): Reshape {
  return replaced(pattern, (found) => `${found}Too`);
}

function lines(change: (all: readonly string[], at: number) => readonly string[]): Reshape {
  return (text, random) => {
    const all = text.split('\n');
    return change(all, random(all.length)).join('\n');
  };
}

function withoutMethod(text: string, random: Random): { readonly method: string; readonly rest: string } | undefined {
  const found = oneOf(text, method, random);
  if (found?.index === undefined) return undefined;
  let depth = 0;
  let end = text.length;
  for (let at = found.index; at < text.length; at++) {
    if (text[at] === '{') depth++;
    if (text[at] !== '}' || --depth > 0) continue;
    end = at + 1;
    break;
  }
  return { method: text.slice(found.index, end), rest: text.slice(0, found.index) + text.slice(end) };
}
