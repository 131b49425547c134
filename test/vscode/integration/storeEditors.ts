/** Event stores as VS Code opens them: which editor for which file, and what a panel asks of the editor. */
import assert from 'node:assert/strict';
import { readFile, rm } from 'node:fs/promises';
import * as vscode from 'vscode';
import { type Connection, connectToServer } from '../../../client/connection';
import { writeExport } from '../../../client/panels/exportEvents';
import { saveMapping } from '../../../client/panels/saveMapping';
import { type StorePanel, storePanel } from '../../../client/panels/storePanel';
import { connectionsOf } from '../../../client/stores/connections';
import { learnedFacts } from '../../../client/stores/facts';
import { memoryOf } from '../../../client/stores/memory';
import { connectionUri } from '../../../client/stores/place';
import type { ToPanel } from '../../../media/store/messages';
import { type Cases, extension, fileAt, until } from './cases';
