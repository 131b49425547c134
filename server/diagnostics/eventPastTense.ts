/** An event class that is not named as a fact that has happened. */
import { linksOf } from '../graph/links';
import { shortName } from '../graph/wording';
import type { Diagnostic } from './diagnostic';

export const eventPastTense: Diagnostic = {
  code: 'event-past-tense',
  title: 'Event not named in the past tense',
  severity: 'hint',
  enabledByDefault: false,
  check: (graph) => {
    const links = linksOf(graph);
    const commands = new Set(graph.commands.map(({ commandId }) => commandId));
    const parents = new Set(graph.events.flatMap((event) => (event.parents ?? []).map(({ id }) => id)));
    return graph.events.flatMap((event) => {
      if (event.kind !== 'class' || event.external || event.abstract || event.file === undefined) return [];
      if (commands.has(event.id) || parents.has(event.id)) return [];
      if (!links.dispatchesOf(event.id).length && !links.listensOf(event.id).length) return [];
      if (isPastTense(shortName(event.name))) return [];
      return [
        {
          severity: 'hint' as const,
          message: `${shortName(event.name)} is an event, a fact that has happened; its name does not end in the past tense.`,
          place: { file: event.file, line: event.line ?? 1, column: event.column ?? 1 },
          subject: event.id,
        },
      ];
    });
  },
};

/** `OrderPlaced`, `UserLoggedIn`, `PaymentSent`; `OrderShipping` too, as the field names what is about to happen. */
export function isPastTense(name: string): boolean {
  const words = (name.match(/\p{Lu}+(?!\p{Ll})|\p{Lu}?\p{Ll}+|\p{N}+/gu) ?? []).map((word) => word.toLowerCase());
  while (words.length > 1 && isSuffix(words.at(-1) ?? '')) words.pop();
  const last = words.at(-1) ?? '';
  return isVerbForm(last) || (particles.has(last) && isVerbForm(words.at(-2) ?? ''));
}

const isSuffix = (word: string): boolean =>
  ['event', 'domain', 'integration', 'message', 'notification', 'v'].includes(word) || /^\p{N}+$/u.test(word);

const isVerbForm = (word: string): boolean =>
  irregular.has(word) || (/(?:ed|ing)$/.test(word) && word.length > 3 && !nouns.has(word));

const words = (text: string): ReadonlySet<string> => new Set(text.split(/\s+/));

const particles = words('in out up down off on back over away through forward together apart again');
const nouns = words(
  'feed seed speed need embed exceed proceed succeed bleed breed thing string king ring wing building',
);
const irregular = words(`
  arisen became become began begun bent bet bid bit bitten blown bound bought broken broke brought built burnt burst came
  cast caught chosen chose clung come cost crept cut dealt done did drawn drew driven drove eaten fallen fed fell felt
  flown forbidden forgotten forgot forgiven fought found frozen froze gave given gone went got gotten ground grown grew
  had heard held hid hidden hit hung hurt kept knelt known knew laid led left lent let lit lost made meant met mistaken
  overridden overrode paid proven put quit ran read rebuilt redone reran rerun reset rewritten rewrote ridden risen rose
  run said sank sat saw seen sent set shaken shed shipped shot shown shrunk shut slept slid slipped sold sought spent
  split spoken spoke spread spun stolen stole stood struck stuck swept swum swung taken taught thought threw thrown told
  took torn undergone understood undone unset unsent upheld withdrawn withdrew withheld woken woke won worn wound written
  wrote`);
