/** The server in a web worker: it bundles without anything of Node, and answers by messages. */
import assert from 'node:assert/strict';
import * as vm from 'node:vm';
import * as esbuild from 'esbuild';
import { common } from '../../src/build/options.mjs';

interface Message {
  readonly id?: number | string;
  readonly method?: string;
  readonly params?: { readonly uri?: string; readonly diagnostics?: readonly { readonly code: string }[] };
  readonly result?: { readonly capabilities?: Readonly<Record<string, unknown>> };
}

describe('the server in a web worker', function () {
  this.timeout(20_000);

  it('reads imports through the client and publishes what it finds', async () => {
    const { outputFiles } = await esbuild.build({
      ...common,
      entryPoints: ['src/server/browser.ts'],
      platform: 'browser',
      format: 'iife',
      sourcemap: false,
      write: false
    });
    const received: Message[] = [];
    let wake = (): void => undefined;
    const self = {
      onmessage: (_event: { readonly data: unknown }): void => undefined,
      addEventListener: () => undefined,
      postMessage(message: Message) {
        received.push(message);
        wake();
      }
    };
    const send = (message: object): void => self.onmessage({ data: { jsonrpc: '2.0', ...message } });
    const next = async (isWanted: (message: Message) => boolean): Promise<Message> => {
      for (;;) {
        const found = received.find(isWanted);
        if (found !== undefined) return found;
        await new Promise<void>(resolve => (wake = resolve));
      }
    };
    vm.runInNewContext(outputFiles[0]?.text ?? '', {
      self,
      console,
      setTimeout,
      clearTimeout,
      setImmediate,
      queueMicrotask,
      URL,
      TextDecoder,
      TextEncoder,
      performance
    });

    const folder = 'vscode-vfs://github/x';
    send({ id: 1, method: 'initialize', params: { processId: null, rootUri: folder, capabilities: {} } });
    const initialized = await next(message => message.id === 1 && message.result !== undefined);
    assert.equal(initialized.result?.capabilities?.['hoverProvider'], true);
    send({ method: 'initialized', params: {} });
    const listed = await next(message => message.method === 'xnet/listFiles');
    send({ id: listed.id, result: [`${folder}/closed.xnet`] });
    const text = 'import "./rack.xnet"\npeer client { raet = speed }';
    send({ method: 'textDocument/didOpen', params: { textDocument: { uri: `${folder}/a.xnet`, languageId: 'xnet', version: 1, text } } });
    for (const [path, content] of [
      ['rack', 'param speed = 1 Gbps'],
      ['closed', 'hots x { }']
    ] as const) {
      const asked = await next(({ method, params }) => method === 'xnet/readFile' && params?.uri === `${folder}/${path}.xnet`);
      send({ id: asked.id, result: content });
    }
    const published = (path: string) =>
      next(({ method, params }) => method === 'textDocument/publishDiagnostics' && params?.uri === `${folder}/${path}.xnet`);
    assert.equal((await published('closed')).params?.diagnostics?.map(each => each.code).join(), 'unknown-kind');
    const codes = (await published('a')).params?.diagnostics?.map(each => each.code) ?? [];
    assert.ok(codes.includes('unknown-property') && !codes.includes('import-not-found'), codes.join());
    send({ id: 2, method: 'shutdown' });
    await next(message => message.id === 2);
  });
});
