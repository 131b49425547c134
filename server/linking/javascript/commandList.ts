/** Command sites of the whole workspace as the graph shows them. */
import type { Command, Place } from '../../graph/graph';
import type { CommandSite, Spot } from './emissions';
import { classId } from './eventIds';
import { nameOfClass } from './members/ancestry';
import type { Program } from './program';

/** Each command with each of its handlers; without one, the command at its declaration. */
export function commandsOf(program: Program, sites: readonly CommandSite[]): Command[] {
  const groups = new Map<string, CommandSite[]>();
  for (const site of sites) {
    const id = site.command.kind === 'class' ? classId(site.command) : `js:${site.command.module}#${site.command.name}`;
    const group = groups.get(id);
    if (group) group.push(site);
    else groups.set(id, [site]);
  }
  const commands: Command[] = [];
  for (const [commandId, group] of groups) {
    const [first] = group;
    if (!first) continue;
    const seen = new Set<string>();
    const dispatches = group
      .flatMap((site) => (site.dispatch ? [placeOf(program, site.dispatch)] : []))
      .filter((place) => {
        const key = `${place.file}:${place.line}:${place.column}`;
        return !seen.has(key) && Boolean(seen.add(key));
      });
    const inTests = group.every((site) => (site.handler?.spot ?? site.dispatch)?.source.test ?? true);
    const shared = {
      ...(inTests && { test: true }),
      command: first.command.kind === 'class' ? nameOfClass(first.command) : first.command.name,
      commandId,
      kind: first.kind,
      dispatches,
      framework: 'nestCqrs',
    };
    const handled = group.filter((site) => site.handler);
    for (const { handler } of handled)
      if (handler?.spot)
        commands.push({
          ...shared,
          handler: handler.handler,
          ...placeOf(program, handler.spot),
          ...(handler.endLine !== undefined && {
            endLine: program.placed(handler.spot.source.file, handler.endLine, 1).line,
          }),
        });
    if (!handled.length && first.command.kind === 'class') {
      const { source, class: fact } = first.command;
      commands.push({ ...shared, handler: null, ...program.placed(source.file, fact.line, fact.column) });
    }
  }
  return commands.sort((a, b) => (a.file < b.file ? -1 : a.file > b.file ? 1 : a.line - b.line));
}

function placeOf(program: Program, spot: Spot): Place {
  return program.placed(spot.source.file, spot.line, spot.column);
}
