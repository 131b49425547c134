/** The commands, in the order in which the help names them. */
import { check } from './check';
import type { Command } from './command';
import { explain } from './explain';
import { lsp } from './lsp';
import { map } from './map';

export const commands: readonly Command[] = [map, explain, check, lsp];
