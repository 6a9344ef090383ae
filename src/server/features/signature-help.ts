/** The parameters of a function while they are typed, the parts of a statement while it is. */
import type { SignatureHelp } from 'vscode-languageserver';
import { signatureHelp as signaturesAt } from '../../language/model/signature.ts';
import { markup } from '../markup.ts';
import { toOffset } from '../positions.ts';
import type { Feature } from '../session.ts';

export const signatureHelp: Feature = {
  capabilities: () => ({ signatureHelpProvider: { triggerCharacters: ['(', ',', ' '], retriggerCharacters: [')'] } }),
  start(session) {
    session.connection.onSignatureHelp(
      session.answer('signature help', ({ analysis, uri, document }, { position }): SignatureHelp | null => {
        const help = signaturesAt(analysis, uri, toOffset(document, position));
        if (help === undefined) return null;
        const formats = session.client.textDocument?.signatureHelp?.signatureInformation?.documentationFormat;
        return {
          signatures: help.signatures.map(({ label, documentation, parameters }) => ({
            label,
            documentation: markup(documentation, formats),
            parameters: parameters.map(each => ({ label: each.label, documentation: markup(each.documentation, formats) }))
          })),
          activeSignature: 0,
          activeParameter: help.activeParameter
        };
      })
    );
  }
};
