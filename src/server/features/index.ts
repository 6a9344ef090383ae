/** Everything the server can do, one file each. */
import type { Feature } from '../session.ts';
import { callHierarchy } from './call-hierarchy.ts';
import { codeActions } from './code-actions.ts';
import { codeLens } from './code-lens.ts';
import { completion } from './completion.ts';
import { definition } from './definition.ts';
import { diagnostics } from './diagnostics.ts';
import { documentHighlight } from './document-highlight.ts';
import { documentLinks } from './document-links.ts';
import { documentSymbols } from './document-symbols.ts';
import { expectations } from './expectations.ts';
import { fileRename } from './file-rename.ts';
import { folding } from './folding.ts';
import { formatting } from './formatting.ts';
import { hover } from './hover.ts';
import { inlayHints } from './inlay-hints.ts';
import { linkedEditing } from './linked-editing.ts';
import { references } from './references.ts';
import { rename } from './rename.ts';
import { selectionRanges } from './selection-ranges.ts';
import { semanticTokens } from './semantic-tokens.ts';
import { signatureHelp } from './signature-help.ts';
import { topology } from './topology.ts';
import { workspaceSymbols } from './workspace-symbols.ts';

export const features: readonly Feature[] = [
  diagnostics,
  completion,
  signatureHelp,
  hover,
  definition,
  references,
  documentHighlight,
  documentSymbols,
  workspaceSymbols,
  documentLinks,
  semanticTokens,
  folding,
  selectionRanges,
  rename,
  formatting,
  codeActions,
  inlayHints,
  codeLens,
  callHierarchy,
  linkedEditing,
  fileRename,
  topology,
  expectations
];
