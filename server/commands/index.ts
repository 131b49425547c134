/** The commands, in the order in which the help names them. */
import { check } from './check';
import type { Command } from './command';
import { explain } from './explain';
import { lsp } from './lsp';
import { map } from './map';
import { monitor } from './monitor';
import { serve } from './serve';

export const commands: readonly Command[] = [map, explain, check, monitor, serve, lsp];
