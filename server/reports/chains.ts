/** What fires in turn, drawn as a tree. */
import { spokenQueue } from '../graph/wording';
import { keyOf, type Link, type Reaction, type Trace } from '../graph/trace';
import type { Ink } from './ink';
import { eventTitle, sentence, symbol } from './lines';

interface TreeOptions {
  /** Leave out listeners that fire nothing. */
  readonly onlyFiring: boolean;
  readonly depth: number;
}

/** The tree below one link; the link itself is the caller's to print. */
export function tree(start: Link, trace: Trace, ink: Ink, options: TreeOptions): string[] {
  const shown = new Set<string>();
  const lines: string[] = [];
  const below = (link: Link, path: ReadonlySet<string>, indent: string): void => {
    shown.add(keyOf(link));
    const branches = trace
      .reactions(link)
      .filter(({ fires }) => fires.length > 0 || (!options.onlyFiring && link.kind !== 'job'));
    branches.forEach((reaction, index) => {
      // A job is its own handler: saying so again would only be one line more.
      if (link.kind === 'job') {
        fired(reaction, path, indent);
        return;
      }
      const last = index === branches.length - 1;
      const where = ink.dim(
        sentence([reaction.queued && spokenQueue(reaction.listen ?? {}), ink.place(reaction.place)]),
      );
      lines.push(`${indent}${last ? '└─' : '├─'} → ${symbol(reaction.handler)}  ${where}`);
      fired(reaction, path, `${indent}${last ? '   ' : '│  '}`);
    });
  };
  const fired = (reaction: Reaction, path: ReadonlySet<string>, indent: string): void => {
    const fires = [...new Map(reaction.fires.map((one) => [keyOf(one.link), one])).values()];
    fires.forEach(({ link, site, through }, index) => {
      const end = index === fires.length - 1;
      const again = path.has(keyOf(link));
      const seen = !again && shown.has(keyOf(link)) && trace.reactions(link).length > 0;
      const note = again ? ink.bad('  ↻ comes back') : seen ? ink.dim('  (see above)') : '';
      const by = through === undefined ? '' : ink.dim(`  through ${symbol(through)}`);
      lines.push(`${indent}${end ? '└─' : '├─'} ${linkTitle(link, ink)}${note}  ${ink.dim(ink.place(site))}${by}`);
      if (again || seen || path.size >= options.depth) return;
      below(link, new Set([...path, keyOf(link)]), `${indent}${end ? '   ' : '│  '}`);
    });
  };
  below(start, new Set([keyOf(start)]), '  ');
  return lines;
}

export function linkTitle(link: Link, ink: Ink): string {
  return link.kind === 'event' ? eventTitle(link, ink) : `${link.kind} ${ink.name(link.name)}`;
}
