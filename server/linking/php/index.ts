/** PHP as a language of the workspace. */
import type { Language } from '../../languages/language';
import type { PhpFacts } from '../../languages/php/facts';
import { prepareParser, readPhp } from '../../languages/php/read';
import { phpNeedles } from '../../frameworks/php';
import { createLinker } from './linker';

export const php: Language<PhpFacts> = {
  id: 'php',
  title: 'PHP',
  extensions: ['.php'],
  readAhead: true,
  version: 1,
  needles: phpNeedles,
  prepare: prepareParser,
  read: readPhp,
  linker: createLinker,
};
