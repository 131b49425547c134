/** The executable: runs the command line with the code that V8 compiled in an earlier run. Knows no command. */
import { join } from 'node:path';
import { keepCompiled, loadCompiled } from './compiled';
import { cacheRoot, compiledFolders, programFolder } from './installation';

const args = process.argv.slice(2);
const named = args.indexOf('--cache');
const folders = compiledFolders(cacheRoot(named < 0 ? undefined : args[named + 1]));

loadCompiled(join(programFolder, 'commandLine.js'), folders);
process.once('exit', () => {
  const kept = folders.at(-1);
  if (kept !== undefined && !args.includes('--no-cache')) keepCompiled(kept);
});
