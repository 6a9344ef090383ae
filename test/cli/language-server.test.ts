/** The built language server over standard input and output, spoken to as a stranger would: bytes, not our libraries. */
import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import type { ChildProcessWithoutNullStreams } from 'node:child_process';
import { once } from 'node:events';
import * as path from 'node:path';
import { root } from '../../src/build/options.mjs';

interface Message {
  readonly id?: number;
  readonly method?: string;
  readonly params?: Readonly<Record<string, unknown>>;
  readonly result?: unknown;
  readonly error?: { readonly code: number; readonly message: string };
}

class Stranger {
  readonly process: ChildProcessWithoutNullStreams;
  private received = Buffer.alloc(0);
  private readonly messages: Message[] = [];
  private wake: () => void = () => undefined;

  constructor(command: readonly string[]) {
    this.process = spawn(process.execPath, command, { cwd: root });
    this.process.stdout.on('data', (chunk: Buffer) => {
      this.received = Buffer.concat([this.received, chunk]);
      this.read();
      this.wake();
    });
  }

  send(message: Readonly<Record<string, unknown>>): void {
    const body = JSON.stringify({ jsonrpc: '2.0', ...message });
    this.process.stdin.write(`Content-Length: ${Buffer.byteLength(body)}\r\n\r\n${body}`);
  }

  async next(isWanted: (message: Message) => boolean): Promise<Message> {
    for (;;) {
      const at = this.messages.findIndex(isWanted);
      if (at >= 0) return this.messages.splice(at, 1)[0] as Message;
      await new Promise<void>(resolve => (this.wake = resolve));
    }
  }

  async ask(id: number, method: string, params: unknown): Promise<Message> {
    this.send({ id, method, params });
    return this.next(message => message.id === id && message.method === undefined);
  }

  private read(): void {
    for (;;) {
      const end = this.received.indexOf('\r\n\r\n');
      if (end < 0) return;
      const length = Number(/Content-Length: (\d+)/i.exec(this.received.subarray(0, end).toString('ascii'))?.[1]);
      if (this.received.length < end + 4 + length) return;
      this.messages.push(JSON.parse(this.received.subarray(end + 4, end + 4 + length).toString('utf8')) as Message);
      this.received = this.received.subarray(end + 4 + length);
    }
  }
}

const uri = 'file:///nowhere/caf%C3%A9.xnet';
const text = '/// Where packets end.\npeer client { rate = 10 Gbps }\npeer other { /* 🂡 */ raet = 10 Gbps }\n';

const commands: readonly (readonly string[])[] = [
  [path.join('dist', 'server.js'), '--stdio'],
  [path.join('dist', 'xnet.js'), 'lsp', '--stdio']
];

for (const command of commands)
  describe(`node ${command.join(' ')}`, () => {
    let stranger: Stranger;
    before(() => {
      stranger = new Stranger(command);
    });
    after(() => stranger.process.kill());

    it('introduces itself', async () => {
      const { result } = await stranger.ask(1, 'initialize', { processId: null, rootUri: null, capabilities: {} });
      const { capabilities, serverInfo } = result as {
        capabilities: Record<string, unknown>;
        serverInfo: { name: string; version: string };
      };
      assert.equal(serverInfo.name, 'xnet');
      assert.match(serverInfo.version, /^\d+\.\d+\.\d+$/);
      assert.equal(capabilities['hoverProvider'], true);
      stranger.send({ method: 'initialized', params: {} });
    });

    it('publishes what is wrong in an opened text', async () => {
      stranger.send({ method: 'textDocument/didOpen', params: { textDocument: { uri, languageId: 'xnet', version: 7, text } } });
      const { params } = await stranger.next(message => message.method === 'textDocument/publishDiagnostics');
      assert.equal(params?.['uri'], uri);
      assert.equal(params?.['version'], 7);
      const found = params?.['diagnostics'] as { code: string; range: unknown }[];
      const unknown = found.find(each => each.code === 'unknown-property');
      assert.deepEqual(unknown?.range, { start: { line: 2, character: 22 }, end: { line: 2, character: 26 } });
    });

    it('hovers in plain text for a client that did not ask for Markdown, and outlines flat', async () => {
      const hover = await stranger.ask(2, 'textDocument/hover', { textDocument: { uri }, position: { line: 1, character: 2 } });
      assert.match(JSON.stringify(hover.result), /"plaintext"/);
      const symbols = await stranger.ask(3, 'textDocument/documentSymbol', { textDocument: { uri } });
      assert.ok((symbols.result as { location?: unknown }[]).every(symbol => symbol.location !== undefined));
    });

    it('answers a wrong request with an error and lives on', async () => {
      const unknown = await stranger.ask(4, 'textDocument/doesNotExist', {});
      assert.equal(unknown.error?.code, -32601);
      const nowhere = await stranger.ask(5, 'textDocument/hover', {
        textDocument: { uri: 'file:///not/open.xnet' },
        position: { line: 0, character: 0 }
      });
      assert.equal(nowhere.result, null);
      const malformed = await stranger.ask(6, 'textDocument/hover', { nothing: true });
      assert.ok(malformed.error !== undefined);
      const again = await stranger.ask(7, 'textDocument/hover', { textDocument: { uri }, position: { line: 2, character: 1 } });
      assert.ok(again.result !== null);
    });

    it('ends when asked to', async () => {
      assert.equal((await stranger.ask(8, 'shutdown', undefined)).result, null);
      stranger.send({ method: 'exit' });
      const [code] = (await once(stranger.process, 'exit')) as [number];
      assert.equal(code, 0);
    });
  });
