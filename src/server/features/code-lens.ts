/** Over experiments: simulate, sweep, what the estimator says of it, and what its last run found. */
import type { CodeLens } from 'vscode-languageserver';
import { estimateTitle, experimentLenses, experimentsOf } from '../../advice/lenses.ts';
import { toRange } from '../positions.ts';
import type { AskedFile, Feature, Session } from '../session.ts';
import { canonical } from '../uris.ts';

/** What a lens that is resolved later carries. */
interface LensData {
  readonly uri: string;
  readonly experiment: string;
}

/** `xnet/results`: the client, which runs files, tells what the last runs of a file's experiments found. Replaces what it told before. */
interface Results {
  readonly uri: string;
  readonly experiments: readonly { readonly experiment: string; readonly title: string; readonly stale: boolean }[];
}

type Found = ReadonlyMap<string, Results['experiments'][number]>;

export const codeLens: Feature = {
  capabilities: () => ({ codeLensProvider: { resolveProvider: true } }),
  start(session) {
    const { connection } = session;
    const results = new Map<string, Found>();
    const refresh = (): void => {
      if (session.client.workspace?.codeLens?.refreshSupport === true)
        connection.sendRequest('workspace/codeLens/refresh').catch(() => undefined);
    };
    connection.onNotification('xnet/results', ({ uri, experiments }: Results) => {
      results.set(canonical(uri), new Map(experiments.map(each => [each.experiment, each])));
      refresh();
    });
    connection.onCodeLens(
      session.answer('code lens', (file): CodeLens[] => {
        const { codeLens } = session.settings;
        const found = codeLens.results ? overResults(session, file, results.get(file.uri)) : [];
        return [...(codeLens.experiments ? overExperiments(session, file) : []), ...found];
      })
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
    session.onElsewhere(refresh);
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

function overResults(session: Session, { analysis, uri, document }: AskedFile, found: Found | undefined): CodeLens[] {
  const file = analysis.files.get(uri);
  if (file === undefined || found === undefined) return [];
  return experimentsOf(file).flatMap(({ declaration, name }) => {
    const result = found.get(name);
    if (result === undefined) return [];
    const title = result.stale ? `${result.title} · stale` : result.title;
    const tooltip = result.stale ? 'What was run reads otherwise than the text does now.' : 'Show the results of this run.';
    const command = session.knowsCommands ? 'xnet.showResults' : '';
    const where = [session.workspace.clientUri(uri), name];
    return [{ range: toRange(document, declaration.name ?? declaration.keyword), command: { title, tooltip, command, arguments: where } }];
  });
}
