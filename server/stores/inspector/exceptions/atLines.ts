/** Exceptions whose calls stand in lines that begin with `at`: JavaScript, Java and .NET, told apart by their places. */
import type { Frame } from '../../questions';
import { framesOf, headOf, placeOf, type Reader } from './exception';

export const atLines: Reader = (lines) => {
  const first = lines.findIndex((line) => /^\s+at \S/.test(line));
  if (first < 0) return undefined;
  const head = lines
    .slice(0, first)
    .join('\n')
    .replace(/^(?:Uncaught |Unhandled exception\. |Exception in thread "[^"]{0,80}" )/, '');
  const [said = ''] = head.split(/\s*---> /, 1);
  // What caused it stands below it, in JavaScript and Java; in .NET the calls of all are one list.
  const cause = lines.findIndex((line, index) => index > first && /^\s*(?:\[cause\]:|Caused by: )/.test(line));
  const calls = lines.slice(first, cause < 0 ? undefined : cause);
  return { ...headOf(said, true), frames: framesOf(calls.map(frameOf)) };
};

function frameOf(line: string): Frame | undefined {
  const [, call] = /^\s+at (\S.*)$/.exec(line) ?? [];
  if (call === undefined) return undefined;
  return javaFrame(call) ?? dotnetFrame(call) ?? javascriptFrame(call.replace(/ \{$/, ''));
}

const javaLibraries =
  /^(?:[\w.@-]*\/)?(?:java|javax|jakarta|jdk|sun|com\.sun|kotlin|kotlinx|scala|akka|reactor|io\.netty|org\.(?:springframework|apache|axonframework|hibernate|postgresql|jboss|junit))\./;

function javaFrame(call: string): Frame | undefined {
  const open = call.lastIndexOf('(');
  const [, file, line] =
    /^\(([\w$-]+\.(?:java|kt|scala|groovy|clj)|Native Method|Unknown Source)(?::(\d{1,9}))?\)/.exec(call.slice(open)) ??
    [];
  if (open < 0 || file === undefined) return undefined;
  const text = call.slice(0, open);
  return {
    text,
    file: file.includes(' ') ? null : file,
    line: line === undefined ? null : Number(line),
    foreign: javaLibraries.test(text),
  };
}

const dotnetLibraries =
  /^(?:async )?(?:System|Microsoft|Wolverine|JasperFx|Marten|MassTransit|NServiceBus|Npgsql|lambda_method)\b/;

function dotnetFrame(call: string): Frame | undefined {
  const at = call.lastIndexOf(' in ');
  const [, file, line] = (at >= 0 && /^ in (.+):line (\d{1,9})$/.exec(call.slice(at))) || [];
  if (file !== undefined)
    return { text: withoutArguments(call.slice(0, at)), file, line: Number(line), foreign: dotnetLibraries.test(call) };
  // Without a place it ends with what the method takes: `Shop.Orders.Handle(OrderPlaced message)`.
  if (!/^[\w.`<>[\]|+$,]+\([^()]*\)$/.test(call) || /:\d+\)$|\(<anonymous>\)$|\(native\)$/.test(call)) return undefined;
  return { text: withoutArguments(call), file: null, line: null, foreign: dotnetLibraries.test(call) };
}

const withoutArguments = (call: string): string => {
  const open = call.lastIndexOf('(');
  return open < 0 ? call : `${call.slice(0, open)}()`;
};

function javascriptFrame(call: string): Frame {
  const open = call.endsWith(')') ? call.lastIndexOf(' (') : -1;
  const name = open < 0 ? '' : call.slice(0, open);
  const place = placeOf(open < 0 ? call.replace(/^async /, '') : call.slice(open + 2, -1));
  const isPlace = place.line !== null;
  return {
    text: open < 0 ? (isPlace ? '(anonymous)' : call) : name.replace(/^async /, ''),
    file: isPlace ? place.file : null,
    line: place.line,
    foreign: !isPlace || /^node:|[\\/]node_modules[\\/]|^internal\/|^native$/.test(place.file),
  };
}
