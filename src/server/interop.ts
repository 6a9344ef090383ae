/** Import and export for a client that does not carry them (see `interop/requests.ts`): texts in, texts out; nothing is read or kept. */
import { exporters, exportFormats } from '../interop/export.ts';
import { formats, recognise } from '../interop/formats.ts';
import { importFiles } from '../interop/import.ts';
import type { ExportRequest, InteropRequests } from '../interop/requests.ts';
import { analyse } from '../language/analyse.ts';
import type { Session } from './session.ts';
import { canonical, resolveImport } from './uris.ts';

type Handlers = { readonly [Name in keyof InteropRequests]: (params: InteropRequests[Name]['params']) => InteropRequests[Name]['answer'] };

const handlers: Handlers = {
  'xnet/recognise': file => {
    const format = recognise(file);
    return format === undefined ? null : formats[format].title;
  },
  'xnet/import': ({ files }) => importFiles(files),
  'xnet/exportFormats': () => exportFormats.map(format => ({ format, title: exporters[format].title })),
  'xnet/export': exported
};

export function answerInterop(session: Session): void {
  for (const [name, handler] of Object.entries(handlers)) {
    session.connection.onRequest(name, session.answerAny<never, unknown>(name, handler));
  }
}

function exported({ format, texts, name }: ExportRequest): InteropRequests['xnet/export']['answer'] {
  const known = new Map(texts.map(([uri, text]) => [canonical(uri), text]));
  const [root = ''] = known.keys();
  const analysis = analyse(root, { read: uri => known.get(canonical(uri)), resolve: resolveImport });
  const error = analysis.diagnostics.find(({ severity }) => severity === 'error');
  return error === undefined ? exporters[format].write(analysis, name) : { error: error.message };
}
