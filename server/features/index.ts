/** The features, one request each. */
import { chain } from './chain';
import { codeAction } from './codeAction';
import { codeLens } from './codeLens';
import { codeLensResolve } from './codeLensResolve';
import { completion } from './completion';
import { definition } from './definition';
import { documentDiagnostic } from './documentDiagnostic';
import { documentHighlight } from './documentHighlight';
import { events } from './events';
import { explain } from './explain';
import type { Feature } from './feature';
import { hover } from './hover';
import { implementation } from './implementation';
import { incomingCalls } from './incomingCalls';
import { outgoingCalls } from './outgoingCalls';
import { prepareCallHierarchy } from './prepareCallHierarchy';
import { prepareRename } from './prepareRename';
import { references } from './references';
import { rename } from './rename';
import { reveal } from './reveal';
import { sites } from './sites';
import { storeCode } from './storeCode';
import { tooltip } from './tooltip';
import { tree } from './tree';
import { workspaceDiagnostic } from './workspaceDiagnostic';
import { workspaceSymbol } from './workspaceSymbol';

export const features: readonly Feature[] = [
  codeLens,
  codeLensResolve,
  hover,
  definition,
  implementation,
  references,
  documentHighlight,
  workspaceSymbol,
  completion,
  prepareRename,
  rename,
  prepareCallHierarchy,
  incomingCalls,
  outgoingCalls,
  documentDiagnostic,
  workspaceDiagnostic,
  codeAction,
  tree,
  tooltip,
  reveal,
  sites,
  explain,
  chain,
  events,
  storeCode,
];
