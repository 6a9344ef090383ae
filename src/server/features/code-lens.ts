/** Over experiments: simulate, sweep, and what the estimator says of it. */
import type { CodeLens } from 'vscode-languageserver';
import { estimateTitle, experimentLenses } from '../../advice/lenses.ts';
import { toRange } from '../positions.ts';
import type { AskedFile, Feature, Session } from '../session.ts';

/** What a lens that is resolved later carries. */
interface LensData {
  readonly uri: string;
  readonly experiment: string;
}

export const codeLens: Feature = {
  capabilities: () => ({ codeLensProvider: { resolveProvider: true } }),
  start(session) {
    const { connection } = session;
    connection.onCodeLens(
      session.answer('code lens', (file): CodeLens[] => (session.settings.codeLens.experiments ? overExperiments(session, file) : []))
    );
    connection.onCodeLensResolve(
      session.answerAny('estimate in a code lens', (lens: CodeLens): CodeLens => {
        const data = lens.data as LensData | undefined;
        const file = data === undefined ? undefined : session.file(data.uri);
        if (data === undefined || file === undefined) return { ...lens, command: { title: '', command: '' } };
        const title = estimateTitle(file.analysis, data.experiment, session.estimates);
        const uri = session.workspace.clientUri(data.uri);
        const command = session.knowsCommands ? 'xnet.estimate' : '';
        return { ...lens, command: { title: title ?? '≈ no estimate', command, arguments: [uri, { experiments: [data.experiment] }] } };
      })
    );
    session.onElsewhere(() => {
      if (session.client.workspace?.codeLens?.refreshSupport === true)
        connection.sendRequest('workspace/codeLens/refresh').catch(() => undefined);
    });
  }
};

function overExperiments(session: Session, { analysis, uri, document }: AskedFile): CodeLens[] {
  const file = analysis.files.get(uri);
  if (file === undefined) return [];
  const client = session.workspace.clientUri(uri);
  const lenses = experimentLenses(file);
  return lenses.flatMap((lens, i): CodeLens[] => {
    const range = toRange(document, lens);
    const run: CodeLens[] = session.knowsCommands
      ? [{ range, command: { title: lens.title, command: lens.command, arguments: [client, lens.options] } }]
      : [];
    const data: LensData = { uri, experiment: lens.experiment };
    return lenses[i + 1]?.experiment === lens.experiment ? run : [...run, { range, data }];
  });
}
