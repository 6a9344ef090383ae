/** The manifest and the code say the same: commands, files, keys, versions. */
import assert from 'node:assert/strict';
import * as fs from 'node:fs';
import * as path from 'node:path';
import { filesBelow, root } from '../../src/build/options.mjs';

interface Keybinding {
  readonly command: string;
  readonly key: string;
  readonly mac?: string;
}

interface MenuEntry {
  readonly command: string;
}

interface WalkthroughStep {
  readonly description: string;
  readonly media: { readonly markdown: string };
  readonly completionEvents?: readonly string[];
}

const text = fs.readFileSync(path.join(root, 'package.json'), 'utf8');
const manifest = JSON.parse(text);
const { contributes } = manifest;
const sources = filesBelow('src/extension', '.ts').map(file => fs.readFileSync(path.join(root, file), 'utf8'));

const all = (pattern: RegExp, within: readonly string[]): string[] =>
  within.flatMap(source => Array.from(source.matchAll(pattern), match => match[1] ?? '')).sort();

const declared: string[] = contributes.commands.map((command: MenuEntry) => command.command).sort();

describe('the manifest', () => {
  it('declares exactly the commands that the code registers', () => {
    assert.deepEqual(all(/registerCommand\(\s*context,\s*'([^']+)'/g, sources), declared);
  });

  it('refers to declared commands only', () => {
    const menus: MenuEntry[] = Object.values<MenuEntry[]>(contributes.menus).flat();
    const keys: Keybinding[] = contributes.keybindings;
    const steps: WalkthroughStep[] = contributes.walkthroughs.flatMap((walkthrough: { steps: WalkthroughStep[] }) => walkthrough.steps);
    const used = [
      ...menus.map(entry => entry.command),
      ...keys.map(entry => entry.command),
      ...all(
        /\(command:([\w.]+)\)/g,
        steps.map(step => step.description)
      ),
      ...all(
        /onCommand:([\w.]+)/g,
        steps.flatMap(step => step.completionEvents ?? [])
      ),
      ...all(/executeCommand\('(xnet\.[^']+)'/g, sources)
    ];
    for (const command of used) assert.ok(declared.includes(command), command);
  });

  it('names every command in one category, without repeating it in the title', () => {
    for (const { title, category } of contributes.commands) {
      assert.equal(category, 'xnet');
      assert.doesNotMatch(title, /xnet/i);
    }
  });

  it('refers to files that exist', () => {
    const built = [manifest.main, manifest.bin.xnet];
    const files = Array.from(text.matchAll(/"((?:\.\/)?(?:media|examples)\/[^"]+)"/g), match => match[1] ?? '');
    assert.ok(files.length > 5);
    for (const file of files) assert.ok(fs.existsSync(path.join(root, file)), file);
    for (const file of built) assert.match(file, /^\.\/dist\/\w+\.js$/);
  });

  it('gives each Ctrl key a Cmd twin', () => {
    for (const { command, key, mac } of contributes.keybindings as Keybinding[]) {
      if (key.includes('ctrl')) assert.equal(mac, key.replaceAll('ctrl', 'cmd'), command);
    }
  });

  it('describes every setting, and the code reads declared settings only', () => {
    const { properties } = contributes.configuration;
    for (const [name, setting] of Object.entries<Record<string, unknown>>(properties)) {
      assert.match(name, /^xnet\./);
      assert.ok('default' in setting, name);
      assert.match(String(setting.markdownDescription ?? setting.description ?? ''), /\w.*\.$/s, name);
    }
    for (const name of all(/getConfiguration\('xnet'\)\s*\.get(?:<[^>]*>)?\('([^']+)'/g, sources))
      assert.ok(`xnet.${name}` in properties, name);
  });

  it('asks for the VS Code whose types it is compiled with, and for one that its packages accept', () => {
    const minimum = /^\^(\d+\.\d+)\.\d+$/.exec(manifest.engines.vscode)?.[1];
    assert.equal(minimum, '1.100');
    assert.ok(manifest.devDependencies['@types/vscode'].startsWith(`${minimum}.`));
    const client = JSON.parse(fs.readFileSync(path.join(root, 'node_modules/vscode-languageclient/package.json'), 'utf8'));
    const needed = /^\^1\.(\d+)\./.exec(client.engines.vscode)?.[1];
    assert.ok(Number(needed) <= 100);
  });

  it('pins every package exactly, from no particular registry', () => {
    for (const [name, version] of Object.entries<string>({ ...manifest.dependencies, ...manifest.devDependencies })) {
      assert.match(version, /^\d+\.\d+\.\d+$/, name);
    }
    assert.doesNotMatch(fs.readFileSync(path.join(root, 'package-lock.json'), 'utf8'), /"resolved"/);
  });

  it('starts for .xnet files only, and works without trust and without a disk', () => {
    assert.deepEqual(manifest.activationEvents, ['onLanguage:xnet', 'onWebviewPanel:xnet.topology']);
    assert.equal(manifest.capabilities.untrustedWorkspaces.supported, true);
    assert.equal(manifest.capabilities.virtualWorkspaces, true);
  });

  it('has its version in the change log', () => {
    const log = fs.readFileSync(path.join(root, 'CHANGELOG.md'), 'utf8');
    assert.match(log, new RegExp(`^## ${manifest.version.replaceAll('.', '\\.')}\\b`, 'm'));
  });
});
