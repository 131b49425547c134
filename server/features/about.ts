/** What hovers and tooltips say about an event, a listener, a job, a command or a channel. */
import type { Channel, Command, Dispatch, EventNode, Job, Listen, Observer, Site } from '../graph/graph';
import { asClause, heardElsewhere, shortName, spokenQueue } from '../graph/wording';
import type { ConnectedStore } from '../graph/stored';
import { storedOf } from '../graph/storedEvents';
import { compareFields } from '../graph/storedFields';
import { linkCommands, showStoredCommand } from '../protocol';
import { counted } from '../reports/ink';
import { lineOf } from './documents';
import type { Snapshot } from './feature';
import { blocks, code, commandLink, escaped, fenced, link } from './markdown';
import { grouped } from './moments';
import { argumentOf, storedTitle } from './storedLens';
import { eventIdsOf, handlerPlace, type Spot } from './places';
import { dispatchersOf, eventNamed, handlerName, heardBy, howOf, leadsTo, ordinal, symbolName, titleOf } from './wires';

/** So many of a kind are told one by one. */
const most = 20;

export function aboutSpot(snapshot: Snapshot, spot: Spot): string {
  const [id] = eventIdsOf(spot);
  switch (spot.kind) {
    case 'event':
      return aboutEvent(snapshot, spot.event.id);
    case 'dispatch':
      return id === undefined ? aboutDynamic(spot.dispatch) : aboutEvent(snapshot, id, spot.dispatch);
    case 'reference':
      return id === undefined ? '' : aboutEvent(snapshot, id, spot.reference);
    case 'listen':
      return spot.listen.eventId === null || spot.listen.matches
        ? aboutListener(snapshot, [spot.listen])
        : aboutEvent(snapshot, spot.listen.eventId, spot.listen);
    case 'handler':
      return aboutListener(snapshot, spot.listens);
    case 'job':
    case 'jobClass':
      return aboutJob(snapshot, spot.job);
    case 'command':
    case 'send':
      return aboutCommand(snapshot, spot.command);
    case 'observer':
      return aboutObserver(spot.observer);
    case 'channel':
      return aboutChannel(snapshot, spot.channel);
  }
}

/** Signature and counts; listeners and channels; fields; links. `site` is the place that was pointed at. */
export function aboutEvent(snapshot: Snapshot, id: string, site?: Site): string {
  const { name, node } = eventNamed(snapshot.graph, id);
  return blocks([
    `${signatureOf(snapshot, id)}\n\n${countsOf(snapshot, id)}${site ? doubtOf(site) : ''}`,
    [listenersOf(snapshot, id), channelsOf(snapshot, name)].filter(Boolean).join('\n'),
    storedLines(snapshot, id),
    fieldsOf(snapshot, node),
    linksOf(snapshot, id, name),
  ]);
}

function signatureOf(snapshot: Snapshot, id: string): string {
  const { name, node, emitter } = eventNamed(snapshot.graph, id);
  const language = node?.language ?? languageOf(id);
  const line = node?.file === undefined ? '' : lineOf(snapshot.text(node.file), (node.line ?? 0) - 1).trim();
  const declared = line.replace(/\s*[{;(,]\s*$/, '').slice(0, 200);
  const short = node && (node.kind === 'class' || node.language === 'rust') ? titleOf(node) : `'${name}'`;
  const text = node?.kind === 'class' && declared.includes(short) ? declared : short;
  return fenced(`${text}${emitter === undefined ? '' : `  // of ${emitter}`}`, language);
}

const languageOf = (id: string): string => ({ php: 'php', rust: 'rust' })[id.slice(0, id.indexOf(':'))] ?? 'typescript';

/** `Dispatched once, heard by 3 listeners, broadcast on 1 channel.` */
function countsOf(snapshot: Snapshot, id: string): string {
  const { graph } = snapshot;
  const { name, node } = eventNamed(graph, id);
  const dispatches = dispatchersOf(graph, id);
  const { listens } = heardBy(graph, id);
  const channels = channelsWith(snapshot, name).length;
  const times = dispatches.length === 1 ? 'once' : dispatches.length === 2 ? 'twice' : `${dispatches.length} times`;
  const inTests = (sites: readonly Site[]): string =>
    sites.length && sites.every(({ test }) => test) ? ' in tests' : '';
  const parts = [
    dispatches.length
      ? `Dispatched ${times}${inTests(dispatches)}`
      : node?.publishedBy !== undefined
        ? `Published by ${escaped(node.publishedBy)}`
        : node?.abstract
          ? ''
          : 'Never dispatched',
    listens.length
      ? `heard by ${counted(listens.length, 'listener')}${inTests(listens)}`
      : `heard by ${node?.heardBy ?? 'nobody'}`,
    node?.broadcast ? (channels ? `broadcast on ${counted(channels, 'channel')}` : 'broadcast') : '',
    node?.queued && !node.broadcast ? 'queued' : '',
    node?.external ? 'declared outside this folder' : '',
  ].filter(Boolean);
  const sentence = `${parts.join(', ')}.`;
  return sentence.charAt(0).toUpperCase() + sentence.slice(1);
}

function listenersOf(snapshot: Snapshot, id: string): string {
  const { graph } = snapshot;
  const { node } = eventNamed(graph, id);
  const { listens, inOrder } = heardBy(graph, id);
  const rows = listens.slice(0, most).map((listen, index) => {
    const head = link(handlerName(listen), snapshot, handlerPlace(listen));
    return `${inOrder && listens.length > 1 ? `${index + 1}.` : '-'} ${head}, ${escaped(howOf(listen, node))}${patternOf(listen)}${ledTo(snapshot, listen)}${doubtOf(listen)}`;
  });
  return [...rows, ...(listens.length > most ? [`- and ${listens.length - most} more`] : [])].join('\n');
}

const patternOf = ({ event, eventId }: Listen): string =>
  eventId === null && event !== null ? `, by ${code(event)}` : '';

function ledTo(snapshot: Snapshot, listen: Listen): string {
  const links = leadsTo(snapshot.graph, [listen]);
  if (!links.length) return '';
  const names = links.slice(0, 4).map(({ kind, id, name }) => {
    if (kind !== 'event') return `${kind} ${escaped(shortName(name))}`;
    const { node } = eventNamed(snapshot.graph, id);
    const title = titleOf({ id, name, ...(node && { kind: node.kind }) });
    const shown =
      node?.file === undefined
        ? escaped(title)
        : link(title, snapshot, {
            file: node.file,
            line: node.line ?? 1,
            ...(node.column !== undefined && { column: node.column }),
          });
    return heardBy(snapshot.graph, id).listens.length || heardElsewhere(node) !== undefined
      ? shown
      : `${shown} (heard by nobody)`;
  });
  return ` leads to ${names.join(', ')}${links.length > 4 ? ` and ${links.length - 4} more` : ''}`;
}

/** ` probable: the channel name is built from a variable.` */
function doubtOf(site: Pick<Site, 'certainty' | 'reason' | 'candidates'>): string {
  if (site.certainty === 'exact') return '';
  const word = site.certainty === 'inferred' ? 'probable' : 'possible';
  const reason = site.reason ?? (site.certainty === 'dynamic' ? 'It is decided at run time.' : '');
  return ` *${word}${reason === '' ? '' : `: ${escaped(asClause(reason))}`}*`;
}

const channelsWith = ({ graph }: Snapshot, name: string): readonly Channel[] => [
  ...new Map(graph.channels.filter(({ events }) => events.includes(name)).map((one) => [one.pattern, one])).values(),
];

function channelsOf(snapshot: Snapshot, name: string): string {
  return channelsWith(snapshot, name)
    .slice(0, most)
    .map((channel) => {
      const kind = channel.kind === undefined || channel.kind === 'unknown' ? '' : `${channel.kind} `;
      return `- ${kind}channel ${link(channel.pattern, snapshot, channel)}${doubtOf(channel)}`;
    })
    .join('\n');
}

/** `1,204 stored in orders.sqlite, last 3 min ago` */
function storedLines(snapshot: Snapshot, id: string): string {
  return storedOf(snapshot.graph, snapshot.stored ?? noStores)
    .ofEvent(id)
    .map((one) => {
      const names = one.types.map(({ type }) => type).filter((type) => type !== one.types[0].type);
      const also = names.length ? ` (also as ${names.slice(0, 3).map(code).join(', ')})` : '';
      return `- ${escaped(storedTitle(snapshot, one, true))}${also}`;
    })
    .join('\n');
}

const noStores: readonly ConnectedStore[] = [];

function fieldsOf(snapshot: Snapshot, node: EventNode | undefined): string {
  if (!node?.fields?.length) return '';
  const compared = storedOf(snapshot.graph, snapshot.stored ?? noStores)
    .ofEvent(node.id)
    .flatMap(({ fields }) => fields.flatMap((one) => compareFields(node, one) ?? []))[0];
  const stored = (name: string): string =>
    compared ? ` ${grouped(compared.stored.get(name) ?? 0)} of ${grouped(compared.sampled)} |` : '';
  const rows = node.fields
    .slice(0, most)
    .map(({ name, type }) => `| ${cell(name)} | ${cell(shortType(type ?? ''))} |${stored(name)}`);
  const more = node.fields.length > most ? [`| … | ${node.fields.length - most} more |${compared ? ' |' : ''}`] : [];
  const head = compared
    ? ['| Field | Type | Stored in |', '| --- | --- | --- |']
    : ['| Field | Type |', '| --- | --- |'];
  return [...head, ...rows, ...more].join('\n');
}

const cell = (text: string): string => code(text).replaceAll('|', '\\|');
const shortType = (type: string): string => type.replace(/(?:[\p{L}\p{N}_]+\\)+/gu, '');

function linksOf(snapshot: Snapshot, id: string, name: string): string {
  const dispatches = dispatchersOf(snapshot.graph, id);
  const sites = dispatches.slice(0, 5).map((site) => link(symbolName(site.in, site), snapshot, site));
  const by = sites.length
    ? `Dispatched by ${sites.join(', ')}${dispatches.length > 5 ? ` and ${dispatches.length - 5} more` : ''}`
    : '';
  const commands = snapshot.settings.commandLinks
    ? [
        commandLink('Explain', linkCommands.explain, name),
        commandLink('Show Chain', linkCommands.chain, id),
        ...storedOf(snapshot.graph, snapshot.stored ?? noStores)
          .ofEvent(id)
          .map((one) => commandLink('Stored Events', showStoredCommand, argumentOf(one))),
        commandLink('Copy Name', linkCommands.copyName, name),
      ].join(' | ')
    : '';
  return [by, commands].filter(Boolean).join('\n\n');
}

export function aboutListener(snapshot: Snapshot, listens: readonly [Listen, ...Listen[]]): string {
  const { graph } = snapshot;
  const [first] = listens;
  const pairs = listens.flatMap((listen) =>
    (listen.matches ?? (listen.eventId === null ? [] : [listen.eventId])).map((id) => ({ listen, id })),
  );
  const rows = pairs.slice(0, most).map(({ listen, id }) => {
    const { node, name } = eventNamed(graph, id);
    const { listens: all, inOrder } = heardBy(graph, id);
    const title = titleOf({ id, name, ...(node && { kind: node.kind }) });
    const shown =
      node?.file === undefined
        ? code(title)
        : link(title, snapshot, { file: node.file, line: node.line ?? 1, column: node.column ?? 1 });
    const place =
      all.length > 1 && inOrder && all.includes(listen) ? `, ${ordinal(all.indexOf(listen) + 1)} of ${all.length}` : '';
    const sites = dispatchersOf(graph, id);
    const by = sites.length
      ? `dispatched by ${sites
          .slice(0, 3)
          .map((site) => link(symbolName(site.in, site), snapshot, site))
          .join(', ')}${sites.length > 3 ? ` and ${sites.length - 3} more` : ''}`
      : node?.publishedBy !== undefined
        ? `published by ${escaped(node.publishedBy)}`
        : 'never dispatched';
    return `- ${shown}${place}, ${escaped(howOf(listen, node))}, ${by}${doubtOf(listen)}`;
  });
  const unclear = listens.filter(({ eventId, matches }) => eventId === null && !matches);
  const undecided = unclear
    .slice(0, most)
    .map(
      (listen) =>
        `- ${listen.event === null ? 'an event' : code(listen.event)}${doubtOf(listen)}${candidatesOf(listen)}`,
    );
  const led = leadsTo(graph, listens);
  const role = first.role ?? 'listener';
  const count = new Set(pairs.map(({ id }) => id)).size;
  return blocks([
    `**${escaped(handlerName(first))}**\n\n${role.charAt(0).toUpperCase()}${role.slice(1)} of ${count || !unclear.length ? counted(count, 'event') : 'events decided at run time'}.`,
    [...rows, ...(pairs.length > most ? [`- and ${pairs.length - most} more`] : []), ...undecided].join('\n'),
    led.length
      ? `Leads to ${led
          .slice(0, most)
          .map(({ kind, name }) => `${kind === 'event' ? '' : `${kind} `}${code(shortName(name))}`)
          .join(', ')}`
      : '',
    snapshot.settings.commandLinks ? commandLink('Explain', linkCommands.explain, first.handler) : '',
  ]);
}

const candidatesOf = ({ candidates }: Pick<Site, 'candidates'>): string =>
  candidates?.length
    ? `; may be ${candidates.slice(0, most).map(code).join(', ')}${candidates.length > most ? ', …' : ''}`
    : '';

function aboutDynamic(site: Dispatch): string {
  return `**${escaped(symbolName(site.in, site))}** dispatches an event${doubtOf(site)}${candidatesOf(site)}`;
}

export function aboutJob(snapshot: Snapshot, job: Job): string {
  if (job.job === null) return `A job is pushed here${doubtOf(job)}${candidatesOf(job)}`;
  const pushes = snapshot.graph.jobs.filter((one) => one.job === job.job);
  const rows = pushes.slice(0, most).map((one) => {
    const how = [
      one.immediate ? 'runs at once' : one.queue === undefined ? '' : escaped(spokenQueue(one)),
      one.afterCommit ? 'after commit' : '',
    ].filter(Boolean);
    return `- ${link(symbolName(one.in, one), snapshot, one)}${how.length ? `, ${how.join(', ')}` : ''}${doubtOf(one)}`;
  });
  return blocks([
    `**${escaped(shortName(job.job))}**\n\nJob, pushed ${pushes.length === 1 ? 'once' : `${pushes.length} times`}.`,
    [...rows, ...(pushes.length > most ? [`- and ${pushes.length - most} more`] : [])].join('\n'),
  ]);
}

export function aboutCommand(snapshot: Snapshot, command: Command): string {
  const same = snapshot.graph.commands.filter(({ commandId }) => commandId === command.commandId);
  const handlers = same.flatMap((one) =>
    one.handler === null ? [] : [`- handled by ${link(symbolName(one.handler, one), snapshot, one)}`],
  );
  const sites = command.dispatches
    .slice(0, most)
    .map((site) => `- sent from ${link(symbolName(undefined, site), snapshot, site)}`);
  return blocks([
    `**${escaped(shortName(command.command))}**\n\n${command.kind === 'query' ? 'Query' : 'Command'}, ${handlers.length ? counted(handlers.length, 'handler') : 'no handler'}, ${command.dispatches.length ? `sent from ${counted(command.dispatches.length, 'place')}` : 'never sent'}.`,
    [...handlers, ...sites].join('\n'),
  ]);
}

function aboutObserver({ observer, model, events }: Observer): string {
  return `**${escaped(shortName(observer))}** observes ${code(shortName(model))}${events?.length ? `: ${events.map(code).join(', ')}` : ''}`;
}

export function aboutChannel(snapshot: Snapshot, channel: Channel): string {
  const events = snapshot.graph.channels
    .filter(({ pattern }) => pattern === channel.pattern)
    .flatMap((one) => one.events);
  const kind = channel.kind === undefined || channel.kind === 'unknown' ? '' : `${channel.kind} `;
  return blocks([
    `**${escaped(channel.pattern)}**\n\n${kind ? kind.charAt(0).toUpperCase() + kind.slice(1) : ''}${kind ? 'channel' : 'Channel'}, ${channel.authorized ? 'authorised here' : 'no authorisation here'}.${doubtOf(channel)}`,
    [...new Set(events)]
      .slice(0, most)
      .map((name) => `- carries ${code(shortName(name))}`)
      .join('\n'),
  ]);
}
