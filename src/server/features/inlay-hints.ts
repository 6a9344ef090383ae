/** Computed hints behind flows, queues, pins, domains and grant policies; each kind can be switched off. */
import type { InlayHint, InlayHintParams } from 'vscode-languageserver';
import { hints } from '../../advice/hints.ts';
import { markup } from '../markup.ts';
import { toSpan } from '../positions.ts';
import type { Feature } from '../session.ts';

export const inlayHints: Feature = {
  capabilities: () => ({ inlayHintProvider: { resolveProvider: false } }),
  start(session) {
    const provider = session.connection.languages.inlayHint;
    const answer = session.answer('inlay hints', ({ analysis, uri, document }, { range }: InlayHintParams): InlayHint[] => {
      const { start, end } = toSpan(document, range);
      return hints(analysis, uri, session.estimates, session.settings.hints)
        .filter(hint => start <= hint.offset && hint.offset <= end)
        .map(hint => ({
          position: document.positionAt(hint.offset),
          label: hint.text,
          paddingLeft: true,
          tooltip: markup(hint.tooltip, session.client.textDocument?.hover?.contentFormat)
        }));
    });
    provider.on(answer);
    session.onElsewhere(() => {
      if (session.client.workspace?.inlayHint?.refreshSupport === true) provider.refresh().catch(() => undefined);
    });
  }
};
