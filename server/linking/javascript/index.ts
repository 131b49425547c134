/** JavaScript and TypeScript as a language of the workspace. */
import type { JavaScriptFacts } from '../../languages/javascript/facts';
import { prepareParser, readJavaScript } from '../../languages/javascript/read';
import type { Language } from '../../languages/language';
import { openLinker } from './link';
import { needles } from './needles';

export const javascript: Language<JavaScriptFacts> = {
  id: 'javascript',
  title: 'JavaScript',
  extensions: ['.ts', '.tsx', '.mts', '.cts', '.js', '.jsx', '.mjs', '.cjs', '.vue', '.svelte', '.astro'],
  version: 2,
  needles,
  prepare: prepareParser,
  read: readJavaScript,
  linker: openLinker,
};
