/** Traces and captures inside VS Code: written where the person chooses, nowhere else; refusals in words. */
import assert from 'node:assert/strict';
import * as os from 'node:os';
import * as path from 'node:path';
import * as vscode from 'vscode';
import { openText } from './documents.ts';

const text = `host server {
  cpu { cores = 2; clock = 2 GHz }
  nic eth0 { rate = 1 Gbps }
  domain os { role = native; vcpus = 1; vif eth0 { model = native; nic = eth0 } }
}
peer client { rate = 1 Gbps }
link wire { ends = [client, server.eth0] }
flow rx { from = client; to = server.os.eth0; transport = tcp }
param load = 1
experiment short { duration = 10 ms; warmup = 5 ms; vary load = 1..2 }
`;

describe('recording', () => {
  const folder = vscode.Uri.file(path.join(os.tmpdir(), `xnet-recording-${process.pid}`));
  const place = 'short at load = 2';
  after(() => vscode.workspace.fs.delete(folder, { recursive: true }));

  it('a trace goes to the file that was chosen', async () => {
    const { document } = await openText(text);
    const file = vscode.Uri.joinPath(folder, 'a.trace.json');
    const about: string[] | undefined = await vscode.commands.executeCommand('xnet.recordTrace', document.uri, { place, file });
    assert.deepEqual(about?.[0], 'short at load = 2, replication 1, seed 1');
    const { traceEvents, otherData } = JSON.parse(new TextDecoder().decode(await vscode.workspace.fs.readFile(file)));
    assert.ok(traceEvents.length > 100);
    assert.deepEqual(otherData.parameters, { load: 2 });
    assert.equal(document.isDirty, true);
  });

  it('so does a capture, of the only vif without being asked', async () => {
    const { document } = await openText(text);
    const file = vscode.Uri.joinPath(folder, 'a.pcapng');
    const about: string[] | undefined = await vscode.commands.executeCommand('xnet.capturePackets', document.uri, { place, file });
    assert.match(about?.[1] ?? '', /^5 ms from 5 ms on, [\d,]+ packets$/);
    assert.deepEqual([...(await vscode.workspace.fs.readFile(file)).slice(0, 4)], [0x0a, 0x0d, 0x0d, 0x0a]);
  });

  it('a file with errors, another point or another vif is refused without failing the command', async () => {
    const { document } = await openText(text);
    const file = vscode.Uri.joinPath(folder, 'none');
    const refused = [
      await vscode.commands.executeCommand('xnet.recordTrace', document.uri, { place: 'short at load = 7', file }),
      await vscode.commands.executeCommand('xnet.capturePackets', document.uri, { place, vif: 'nosuch', file }),
      await vscode.commands.executeCommand('xnet.recordTrace', (await openText('host server { }\n')).document.uri, { file })
    ];
    assert.deepEqual(refused, [undefined, undefined, undefined]);
    const names = (await vscode.workspace.fs.readDirectory(folder)).map(([name]) => name);
    assert.ok(!names.includes('none'));
  });
});
