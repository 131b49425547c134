/** Reads listener tags out of Symfony's service files (YAML and XML) line by line; knows just enough of both formats. */
import type { Project } from '../languages/php/project';
import type { Context, RawListen, Sink } from './phpFramework';

interface Tag {
  readonly file: string;
  readonly line: number;
  readonly column: number;
  readonly service: string;
  readonly name: string;
  readonly event?: string;
  readonly method?: string;
  readonly priority?: number;
}

const tagsOf = new WeakMap<Project, readonly Tag[]>();

export function readServiceTags(context: Context, sink: Sink): void {
  const { project } = context;
  const tags = tagsOf.get(project) ?? allTags(project);
  tagsOf.set(project, tags);
  for (const tag of tags) report(tag, context, sink);
}

/** Read once: a project is opened anew when anything but source code changes. */
function allTags({ workspace }: Project): readonly Tag[] {
  const tags: Tag[] = [];
  for (const suffix of ['.yaml', '.yml', '.xml'])
    for (const file of workspace.ending(suffix)) {
      if (
        !/(^|\/)(config|Resources\/config|DependencyInjection)\//.test(file) &&
        !/(services|listeners?|subscribers?|events?)\.\w+$/.test(file)
      )
        continue;
      const text = workspace.text(file);
      if (
        text !== undefined &&
        /(kernel\.event_listener|doctrine\.event_listener|messenger\.message_handler)/.test(text)
      )
        tags.push(...(suffix === '.xml' ? xmlTags(file, text) : yamlTags(file, text)));
    }
  return tags;
}

function report(tag: Tag, context: Context, sink: Sink): void {
  const { project } = context;
  const of = tag.service.replace(/^\\/, '');
  if (!project.classNamed(of)) return;
  const method =
    tag.method ??
    (tag.event !== undefined && project.method(of, methodFor(tag.event))
      ? methodFor(tag.event)
      : project.method(of, '__invoke') || tag.event === undefined
        ? '__invoke'
        : methodFor(tag.event));
  const isMessage = tag.name === 'messenger.message_handler';
  const events =
    tag.event !== undefined
      ? [tag.event.replace(/^\\/, '')]
      : (project.method(of, method)?.body.parameters[0]?.types ?? []);
  for (const event of events) {
    if (
      isMessage &&
      (/(Command|Query)$/.test(event) || /\\(Commands?|Quer(y|ies))\\/.test(event) || !event.includes('\\'))
    )
      continue;
    const raw: RawListen = {
      file: tag.file,
      at: 0,
      place: { line: tag.line, column: tag.column },
      via: tag.name,
      framework: isMessage ? 'symfonyMessenger' : 'symfonyEvents',
      event,
      form: event.includes('\\') ? 'class' : 'string',
      certainty: 'exact',
      match: isMessage ? 'instanceof' : 'exact',
      handler: { kind: 'method', of, method },
      ...(tag.priority !== undefined && { priority: tag.priority }),
    };
    sink.listen(raw);
  }
}

const methodFor = (event: string): string =>
  `on${event
    .slice(event.lastIndexOf('\\') + 1)
    .split(/[^A-Za-z0-9]+/)
    .map((part) => part.charAt(0).toUpperCase() + part.slice(1))
    .join('')}`;

function yamlTags(file: string, text: string): Tag[] {
  const tags: Tag[] = [];
  let service = '';
  let serviceIndent = -1;
  let open: { fields: Record<string, string>; line: number; column: number; indent: number } | undefined;
  const close = (): void => {
    if (open) push(tags, file, service, open.fields, open.line, open.column);
    open = undefined;
  };
  text.split(/\r?\n/).forEach((line, index) => {
    if (/^\s*(#|$)/.test(line)) return;
    const indent = line.length - line.trimStart().length;
    const head = /^(\s+)(?:'([^']+)'|"([^"]+)"|([\w.\\]+)):\s*(?:#.*)?$/.exec(line);
    if (
      head &&
      !/^(tags|arguments|calls|properties|bind|resource|exclude|_defaults)$/.test(head[4] ?? '') &&
      (serviceIndent < 0 || indent <= serviceIndent)
    ) {
      close();
      service = head[2] ?? head[3] ?? head[4] ?? '';
      serviceIndent = indent;
      return;
    }
    if (/^\S/.test(line)) {
      close();
      serviceIndent = -1;
      return;
    }
    const inlineClass = /^\s+class:\s*['"]?\\?([\w\\]+)/.exec(line);
    if (inlineClass) service = (inlineClass[1] ?? '').replaceAll('\\\\', '\\');
    const item = /^(\s*)-\s*(.*)$/.exec(line);
    if (item) {
      close();
      const body = item[2] ?? '';
      const inline = /^\{(.*)\}\s*$/.exec(body);
      const column = indent + 3;
      if (inline) push(tags, file, service, fieldsOf(inline[1] ?? ''), index + 1, column);
      else if (/^\w+\s*:/.test(body)) open = { fields: fieldsOf(body), line: index + 1, column, indent };
      return;
    }
    if (open && indent > open.indent) Object.assign(open.fields, fieldsOf(line));
    for (const inline of line.matchAll(/\{([^{}]*name:[^{}]*)\}/g))
      push(tags, file, service, fieldsOf(inline[1] ?? ''), index + 1, inline.index + 1);
  });
  close();
  return tags;
}

function fieldsOf(text: string): Record<string, string> {
  const fields: Record<string, string> = {};
  for (const found of text.matchAll(/(\w+)\s*:\s*(?:'([^']*)'|"([^"]*)"|([^,\s}]+))/g))
    fields[found[1] ?? ''] = found[2] ?? found[3]?.replaceAll('\\\\', '\\') ?? found[4] ?? '';
  return fields;
}

function xmlTags(file: string, text: string): Tag[] {
  const tags: Tag[] = [];
  let service = '';
  text.split(/\r?\n/).forEach((line, index) => {
    const opened = /<service\b([^>]*)/.exec(line);
    if (opened) {
      const fields = attributesOf(opened[1] ?? '');
      service = fields['class'] ?? fields['id'] ?? '';
    }
    const tag = /<tag\b([^>]*)/.exec(line);
    if (tag) push(tags, file, service, attributesOf(tag[1] ?? ''), index + 1, tag.index + 1);
  });
  return tags;
}

function attributesOf(text: string): Record<string, string> {
  return Object.fromEntries([...text.matchAll(/([\w-]+)="([^"]*)"/g)].map((found) => [found[1] ?? '', found[2] ?? '']));
}

function push(
  tags: Tag[],
  file: string,
  service: string,
  fields: Record<string, string>,
  line: number,
  column: number,
): void {
  const { name, event, method, priority } = fields;
  if (
    name !== 'kernel.event_listener' &&
    name !== 'messenger.message_handler' &&
    name !== 'doctrine.event_listener' &&
    name !== 'doctrine.orm.entity_listener'
  )
    return;
  tags.push({
    file,
    line,
    column,
    service,
    name,
    ...(event !== undefined && { event }),
    ...(method !== undefined
      ? { method }
      : name !== 'kernel.event_listener' && event !== undefined
        ? { method: event }
        : {}),
    ...(priority !== undefined && { priority: Number(priority) }),
  });
}
