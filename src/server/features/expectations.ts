/**
 * The `expect` lines of a file, for clients that show them as tests. Request `xnet/expectations` with `{ textDocument }` gives
 * {@link TestsAnswer}, null when there is no such file. Who has asked once is told with the notification `xnet/expectationsChanged`,
 * in a pause, that files are others than they were and so may be the answers.
 */
import type { Range } from 'vscode-languageserver';
import { expectationsIn } from '../../language/editor/expectations.ts';
import type { Location } from '../../language/model/types.ts';
import { toRange } from '../positions.ts';
import type { AskedFile, Feature, Session } from '../session.ts';

interface Placed {
  readonly uri: string;
  readonly range: Range;
}

export type TestsAnswer = readonly (Placed & {
  readonly name: string;
  readonly expectations: readonly (Placed & { readonly text: string })[];
})[];

interface AboutFile {
  readonly textDocument: { readonly uri: string };
}

/** How long a pause in typing is before the tests follow, in ms. */
const pauseMs = 250;

export const expectations: Feature = {
  start(session) {
    const { connection, workspace } = session;
    let isAsked = false;
    let timer: ReturnType<typeof setTimeout> | undefined;
    const tellSoon = (): void => {
      if (!isAsked) return;
      clearTimeout(timer);
      timer = setTimeout(() => {
        connection.sendNotification('xnet/expectationsChanged').catch(error => session.log('telling of expectations', error));
      }, pauseMs);
    };
    connection.onRequest(
      'xnet/expectations',
      session.answerAny('expectations', async ({ textDocument }: AboutFile): Promise<TestsAnswer | null> => {
        isAsked = true;
        const answer = (): TestsAnswer | null => {
          const file = session.file(textDocument.uri);
          return file === undefined ? null : answerFor(session, file);
        };
        const known = answer();
        // The file, or what it imports, may be only the client's to read.
        const wanted = workspace.takeWanted();
        if (wanted.length === 0) return known;
        await workspace.fetch(wanted);
        session.didChange();
        return answer();
      })
    );
    session.onDidChange(tellSoon);
    session.onElsewhere(tellSoon);
    session.onStop(() => clearTimeout(timer));
  }
};

function answerFor({ workspace }: Session, { analysis }: AskedFile): TestsAnswer {
  const placed = (place: Location): Placed | undefined => {
    const document = workspace.document(place.uri);
    return document && { uri: workspace.clientUri(place.uri), range: toRange(document, place) };
  };
  return expectationsIn(analysis).flatMap(experiment => {
    const own = placed(experiment);
    if (own === undefined) return [];
    const tests = experiment.expectations.flatMap(test => {
      const place = placed(test);
      return place === undefined ? [] : [{ ...place, text: test.text }];
    });
    return [{ ...own, name: experiment.name, expectations: tests }];
  });
}
