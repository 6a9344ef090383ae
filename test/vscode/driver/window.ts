/** A window of a real VS Code: its server, a browser on it, and what a person does there. */
import * as fs from 'node:fs';
import * as path from 'node:path';
import { chromium } from 'playwright-core';
import type { Browser, BrowserContext, FrameLocator, Locator, Page } from 'playwright-core';
import { findChromium, root } from '../../../src/build/setup.mjs';
import { flavours, installVSCode } from '../../../src/build/vscode/install.mjs';
import type { Flavour } from '../../../src/build/vscode/install.mjs';
import { installExtension, makeProfile, startServer, workbenchAddress } from '../../../src/build/vscode/server.mjs';
import type { RunningServer } from '../../../src/build/vscode/server.mjs';

/** By names that both versions know. */
export const themes = {
  dark: { id: 'Visual Studio Dark', label: 'Dark (Visual Studio)', bodyClass: 'vs-dark' },
  light: { id: 'Visual Studio Light', label: 'Light (Visual Studio)', bodyClass: 'vs' },
  'high contrast dark': { id: 'Default High Contrast', label: 'Dark High Contrast', bodyClass: 'hc-black' },
  'high contrast light': { id: 'Default High Contrast Light', label: 'Light High Contrast', bodyClass: 'hc-light' }
} as const;
export type Theme = keyof typeof themes;

/** Which VS Code the tests of this process drive: XNET_VSCODE, else the newest that runs here. */
export function flavourUnderTest(): Flavour {
  return flavours.find(flavour => flavour === process.env.XNET_VSCODE) ?? flavours[0]!;
}

/** What `npm test` packaged before these tests run. */
export const packagedExtension = path.join(root, 'out/xnet.vsix');

export interface WindowOptions {
  /** Names the scratch folder below out/. */
  readonly name: string;
  /** Files of the workspace by name; they are written to a scratch folder. */
  readonly files: Readonly<Record<string, string>>;
  /** Theme to begin with. */
  readonly theme?: Theme;
  /** Whether the workspace is trusted; it is unless this says no. */
  readonly trust?: boolean;
  /** Settings beside the usual ones. */
  readonly settings?: Readonly<Record<string, unknown>>;
  /** Packaged extension to install. */
  readonly vsix: string;
}

const chromiumArguments = [
  '--no-sandbox',
  '--disable-gpu',
  '--disable-quic',
  '--no-first-run',
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-sync',
  '--disable-dev-shm-usage'
];

export async function launchBrowser(): Promise<Browser> {
  return chromium.launch({ executablePath: findChromium(), headless: true, args: chromiumArguments });
}

/** Refuses every request that leaves this machine, and remembers it. */
export async function refuseOutside(context: BrowserContext): Promise<string[]> {
  const refused: string[] = [];
  await context.route(
    address => !['127.0.0.1', 'localhost'].includes(address.hostname),
    route => {
      refused.push(route.request().url());
      return route.abort();
    }
  );
  return refused;
}

export class EditorWindow {
  private constructor(
    readonly page: Page,
    /** Folder that is open. */
    readonly workspace: string,
    /** Requests to other machines that were refused. */
    readonly refused: readonly string[],
    /** Errors nobody caught in the workbench's page. */
    readonly pageErrors: readonly string[],
    /** Addresses of everything that the page and its workers asked for. */
    readonly loaded: readonly string[],
    readonly flavour: Flavour,
    private readonly logs: string,
    private readonly server: RunningServer,
    private readonly browser: Browser
  ) {}

  static async open({ name, files, theme = 'light', trust = true, settings = {}, vsix }: WindowOptions): Promise<EditorWindow> {
    const flavour = flavourUnderTest();
    const vscode = installVSCode(flavour);
    const scratch = path.join(root, 'out', `ui-${flavour}`, name);
    const profile = makeProfile(path.join(scratch, 'profile'), {
      settings: { ...uiSettings, 'workbench.colorTheme': themes[theme].id, ...(trust ? {} : untrusted), ...settings }
    });
    const workspace = path.join(scratch, 'workspace');
    fs.rmSync(workspace, { recursive: true, force: true });
    for (const [file, text] of Object.entries(files)) {
      fs.mkdirSync(path.dirname(path.join(workspace, file)), { recursive: true });
      fs.writeFileSync(path.join(workspace, file), text);
    }
    installExtension(vscode, profile, vsix);
    const server = await startServer(vscode, profile, { trust: !trust });
    const browser = await launchBrowser();
    try {
      const context = await browser.newContext({ viewport: { width: 1440, height: 900 } });
      await context.grantPermissions(['clipboard-read', 'clipboard-write'], { origin: server.url });
      const refused = await refuseOutside(context);
      const page = await context.newPage();
      page.setDefaultTimeout(20_000);
      const pageErrors: string[] = [];
      page.on('pageerror', error => pageErrors.push(error.message));
      const loaded: string[] = [];
      page.on('request', request => loaded.push(request.url()));
      await page.goto(workbenchAddress(server, workspace));
      await page.locator('.monaco-workbench').waitFor({ timeout: 60_000 });
      await page.locator('.explorer-folders-view .monaco-list-row').first().waitFor({ timeout: 60_000 });
      return new EditorWindow(page, workspace, refused, pageErrors, loaded, flavour, path.join(profile, 'user-data/logs'), server, browser);
    } catch (error) {
      await browser.close();
      await server.stop();
      throw error;
    }
  }

  async close(): Promise<void> {
    await this.browser.close();
    await this.server.stop();
  }

  /** Error lines of what the extension, its server and the extension host wrote about xnet. */
  errorsInLogs(): string[] {
    return fs
      .readdirSync(this.logs, { recursive: true, encoding: 'utf8' })
      .filter(file => /exthost/.test(file) && file.endsWith('.log'))
      .flatMap(file => {
        const lines = fs.readFileSync(path.join(this.logs, file), 'utf8').split('\n');
        return lines.filter(line => /\[error\]/i.test(line) && /xnet/i.test(file + line));
      });
  }

  /** Path of a file of the workspace. */
  fileOf(name: string): string {
    return path.join(this.workspace, name);
  }

  /** Opens a file of the workspace with Quick Open. */
  async openFile(name: string): Promise<void> {
    const base = path.basename(name);
    await this.persist(async () => {
      await this.page.keyboard.press('Control+P');
      const input = this.quickInput();
      await input.waitFor(soon);
      await input.fill(name);
      await this.page.locator(`.quick-input-widget .monaco-list-row[aria-label^="${base}"]`).first().click(soon);
      await this.page.locator(`.editor-group-container.active .tab.active[data-resource-name="${base}"]`).waitFor(soon);
    });
    await this.page.locator('#status\\.editor\\.mode').waitFor();
  }

  /** Opens a file of the workspace, where an .xnet file is too, as a double click in the Explorer does. */
  async openFromExplorer(name: string): Promise<void> {
    const explorer = this.page.locator('.explorer-folders-view');
    // Until the workbench knows what the extension contributes, it opens everything as text.
    await explorer.locator('.xnet-lang-file-icon').first().waitFor();
    const row = explorer.locator(`.monaco-list-row[aria-label^="${name}"]`);
    await this.persist(async () => {
      // Away from the row before: what its hover shows would be in the way.
      await this.page.mouse.move(0, 0);
      await row.dblclick(soon);
      await this.page.locator(`.editor-group-container.active .tab.active[data-resource-name="${name}"]`).waitFor(soon);
    });
  }

  /** Accepts the first of the light bulb's offers at the cursor, which is to be the one of that title. */
  async acceptFix(title: string): Promise<void> {
    await this.persist(async () => {
      await this.page.keyboard.press('Control+.');
      const rows = this.page.locator('.context-view .monaco-list-row, .action-widget .monaco-list-row');
      await rows.filter({ hasText: title }).first().waitFor(soon);
    });
    await this.page.keyboard.press('Enter');
  }

  /** Runs a command through the command palette. */
  async runCommand(title: string): Promise<void> {
    // The title alone, or followed by its key and where it was found: never a command whose title only begins so.
    const row = this.page.locator(`.quick-input-widget .monaco-list-row:is([aria-label="${title}"], [aria-label^="${title}, "])`);
    await this.persist(async () => {
      await this.page.keyboard.press('F1');
      const input = this.quickInput();
      await input.waitFor(soon);
      await input.fill(`>${title}`);
      await row.first().click(soon);
    });
    // The command may ask something in the same place.
    const palette = this.page.locator('.quick-input-widget:visible input[type=text]');
    await palette.and(this.page.getByPlaceholder('Type the name of a command')).waitFor({ state: 'hidden' });
  }

  /** Puts the cursor at a line and column (1-based) of the active editor. */
  async goTo(line: number, column = 1): Promise<void> {
    const place = `Ln ${line}, Col ${column}`;
    await this.persist(async () => {
      await this.page.keyboard.press('Control+G');
      const input = this.quickInput();
      await input.waitFor(soon);
      await input.fill(`:${line}:${column}`);
      await this.page.keyboard.press('Enter');
      await this.page.locator('#status\\.editor\\.selection', { hasText: place }).waitFor(soon);
    });
  }

  /** Text of a hover at a word of the active editor. */
  async hoverOver(lineText: string, word: string): Promise<string> {
    const hover = this.page.locator('.monaco-hover:not(.hidden) .hover-contents, .monaco-hover:not(.hidden) .hover-row').first();
    await this.persist(async () => {
      await this.line(lineText).locator('span', { hasText: word }).last().hover(soon);
      await hover.waitFor(soon);
    });
    return hover.innerText();
  }

  /** A line of the active editor, by part of its text. */
  line(text: string): Locator {
    // The editor shows spaces as no-break spaces.
    return this.page
      .locator('.editor-instance .view-line')
      .filter({ hasText: new RegExp(escaped(text).replaceAll(' ', '[ \u00a0]')) })
      .first();
  }

  /** Asks for suggestions if none are shown, and accepts one by its label. */
  async acceptSuggestion(label: string): Promise<void> {
    const widget = this.page.locator('.suggest-widget.visible');
    if (!(await widget.isVisible())) await this.page.keyboard.press('Control+Space');
    const row = widget
      .locator('.monaco-list-row')
      .filter({ has: this.page.locator('.label-name', { hasText: new RegExp(`^${escaped(label)}$`) }) });
    await row.first().click();
  }

  /** Name of the active editor's language, as the status bar shows it. */
  async languageMode(): Promise<string> {
    return this.page.locator('#status\\.editor\\.mode').innerText();
  }

  /** The document inside the webview. */
  webview(): FrameLocator {
    return this.page.frameLocator('iframe.webview.ready').frameLocator('iframe#active-frame');
  }

  notification(text: string | RegExp): Locator {
    return this.page.locator('.notifications-toasts .notification-list-item', { hasText: text });
  }

  /** Chooses a colour theme, as a person does. */
  async useTheme(theme: Theme): Promise<void> {
    const { label, bodyClass } = themes[theme];
    await this.persist(async () => {
      await this.runCommand('Preferences: Color Theme');
      // The list of themes follows the list of commands in the same place.
      const rows = this.page.locator('.quick-input-widget .monaco-list-row');
      await rows
        .filter({ hasText: /Light|Dark/, hasNotText: 'Preferences' })
        .first()
        .waitFor(soon);
      await this.quickInput().fill(label);
      await rows.filter({ hasText: label }).first().click(soon);
      await this.page.locator(`.monaco-workbench.${bodyClass}`).waitFor(soon);
    });
  }

  /** A picture for people, in out/screenshots. */
  async screenshot(name: string): Promise<void> {
    const folder = path.join(root, 'out/screenshots');
    fs.mkdirSync(folder, { recursive: true });
    await this.page.screenshot({ path: path.join(folder, `${this.flavour}-${name.replaceAll(' ', '-')}.png`) });
  }

  private quickInput(): Locator {
    return this.page.locator('.quick-input-widget input[type=text]').first();
  }

  /**
   * Does what a person does when a list closes or a pointer slips while the workbench still moves: again, from the start.
   * For ways to a place only; what is found there is not asked twice.
   */
  private async persist(way: () => Promise<void>): Promise<void> {
    for (let tries = 1; ; tries++) {
      try {
        await way();
        return;
      } catch (error) {
        if (tries === 4) throw error;
        await this.page.keyboard.press('Escape');
        await this.page.mouse.move(0, 0);
      }
    }
  }
}

/** How long one step of a way may take. */
const soon = { timeout: 8000 };

const uiSettings = {
  'workbench.startupEditor': 'none',
  'workbench.welcomePage.walkthroughs.openOnInstall': false,
  'workbench.editor.revealIfOpen': true,
  'git.enabled': false,
  'window.autoDetectColorScheme': false,
  'editor.hover.delay': 100,
  'files.autoSave': 'off'
};

/** Every folder begins untrusted, and nobody is asked. */
const untrusted = { 'security.workspace.trust.startupPrompt': 'never', 'security.workspace.trust.banner': 'never' };

function escaped(text: string): string {
  return text.replace(/[.*+?^${}()|[\]\\]/g, '\\$&');
}
