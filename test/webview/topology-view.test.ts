/**
 * The topology view in a browser, under the policy the editor gives it, its layout in its worker. With XNET_SCREENSHOTS=FOLDER the
 * pages are also saved as pictures, for whoever wants to look at them.
 */
import assert from 'node:assert/strict';
import * as fs from 'node:fs';
import * as path from 'node:path';
import type { Page } from 'playwright-core';
import { patchBetween } from '../../src/diagram/patch.ts';
import type { TopologyViewMessage } from '../../webview/topology/messages.ts';
import { largeTopology } from '../bench/large-topology.ts';
import { bridged, made } from '../diagram/made.ts';
import { startFrames, type Frame, type Frames } from './fixtures/frame.ts';
import { themeNames, type ThemeName } from './fixtures/themes.ts';

const folder = process.env['XNET_SCREENSHOTS'];
const guests = 'domain guest[7] { vcpus = 1; vif eth0 { model = netfront; bridge = xenbr0 } }';
const flow = 'flow rx { from = client; to = server.guest[*].eth0 }';
const source = bridged(guests, flow);
const loads = { server: 1, 'server.dom0': 0.99, 'server.guest[1]': 0.08, 'server.guest[2]': 0.6, 'server.eth0': 0.85, wire: 0.29 };

interface Finding {
  readonly id: string;
  readonly impact: string | null;
  readonly nodes: readonly { readonly html: string }[];
}

describe('the topology view in a browser', function () {
  this.timeout(60_000);
  let frames: Frames<'topology'>;
  let frame: Frame<'topology'> | undefined;

  before(async () => {
    frames = await startFrames('topology');
  });
  after(() => frames?.close());
  afterEach(async () => {
    await frame?.close();
    frame = undefined;
  });

  async function shown(text: string, theme: ThemeName = 'dark', width = 500): Promise<Frame<'topology'>> {
    const opened = await frames.open(theme, width, 800);
    frame = opened;
    await opened.send({ type: 'picture', file: 'file:///a.xnet', title: 'a.xnet', diagram: made(text) });
    await opened.page.locator('.picture .node').first().waitFor();
    return opened;
  }

  async function told<Type extends TopologyViewMessage['type']>(type: Type): Promise<Extract<TopologyViewMessage, { type: Type }>[]> {
    const said = (await frame?.said()) ?? [];
    return said.filter((message): message is Extract<TopologyViewMessage, { type: Type }> => message.type === type);
  }

  const node = (page: Page, id: string) => page.locator(`.picture .node[data-id="${id}"]`);
  const places = (page: Page) =>
    page
      .locator('.picture .node')
      .evaluateAll(nodes =>
        Object.fromEntries(nodes.map(each => [each.getAttribute('data-id') ?? '', each.getAttribute('transform') ?? '']))
      );

  for (const theme of themeNames) {
    for (const width of [500, 1000]) {
      it(`stands in ${theme} at ${width} px: no complaint of the policy, no serious finding of axe, no text on another`, async () => {
        const { page, send, complaints } = await shown(source, theme, width);
        await send({ type: 'loads', loads, source: 'estimate' });
        await send({ type: 'mark', mark: { ids: ['server.guest[1]'], flow: 'rx' } });
        assert.deepEqual(await seriousFindings(page), []);
        assert.deepEqual(await textsOnTexts(page), []);
        assert.equal(await page.evaluate(() => document.documentElement.scrollWidth <= document.documentElement.clientWidth), true);
        assert.deepEqual(await complaints(), []);
        if (folder !== undefined) {
          fs.mkdirSync(folder, { recursive: true });
          await page.screenshot({ path: path.join(folder, `topology-${theme}-${width}.png`) });
        }
      });
    }
  }

  it('says ready once and takes no focus', async () => {
    const { page } = await shown(source);
    assert.equal((await told('ready')).length, 1);
    assert.equal(await page.evaluate(() => document.activeElement === document.body), true);
  });

  it('tells what is clicked, and that it is to be gone to when it is clicked twice', async () => {
    const { page } = await shown(source);
    await node(page, 'server.eth0').click();
    await node(page, 'client').dblclick();
    const messages = await told('declaration');
    assert.deepEqual(
      [messages[0], messages.at(-1)],
      [
        { type: 'declaration', id: 'server.eth0', focus: false },
        { type: 'declaration', id: 'client', focus: true }
      ]
    );
  });

  it('draws anew what a patch changes and moves nothing else', async () => {
    const { page, send } = await shown(source);
    const before = await places(page);
    const patch = patchBetween(made(source), made(bridged(`${guests}\ndomain more { vcpus = 1 }`, flow)));
    assert.ok(patch !== undefined);
    await send({ type: 'patch', patch });
    await node(page, 'server.more').waitFor();
    const { 'server.more': more, ...others } = await places(page);
    assert.ok(more !== undefined);
    assert.deepEqual(others, before);
  });

  it('flags errors over the picture, which stays', async () => {
    const { page, send } = await shown(source);
    const before = await places(page);
    await send({ type: 'errors', errors: 2 });
    await page.locator('.flag', { hasText: '2 errors' }).waitFor();
    assert.deepEqual(await places(page), before);
    await send({ type: 'errors', errors: 0 });
    await page.locator('.flag').waitFor({ state: 'hidden' });
  });

  it('colours by utilization, with the number, of several the busiest', async () => {
    const { page, send } = await shown(source);
    await send({ type: 'loads', loads, source: 'run: baseline, guests = 7' });
    const load = async (id: string) => (await node(page, id).locator(':scope > .load').textContent())?.replaceAll('\u00a0', ' ');
    assert.deepEqual([await load('server.dom0'), await load('server.guest[*]'), await load('client')], ['99.0 %', '60 %', '']);
    assert.equal(await page.locator('.node.load-3[data-id="server.dom0"]').count(), 1);
    assert.match((await page.locator('.legend').textContent()) ?? '', /run: baseline, guests = 7/);
  });

  it('shows the way of the flow that is chosen, else of the one at the cursor', async () => {
    const { page, send } = await shown(bridged(guests, `${flow}\nflow tx { from = server.dom0; to = client }`));
    const steps = async () =>
      (await page.locator('.node.on-way').evaluateAll(nodes => nodes.map(each => each.getAttribute('data-id')))).sort();
    assert.deepEqual(await steps(), []);
    await send({ type: 'mark', mark: { ids: [], flow: 'rx' } });
    assert.deepEqual(await steps(), ['client', 'server.eth0', 'server.guest[*].eth0', 'server.xenbr0']);
    const list = page.locator('vscode-dropdown[aria-label="Flow"]');
    await list.click();
    await list.getByRole('option', { name: 'Flow tx', exact: true }).click();
    assert.deepEqual(await steps(), ['client', 'server.dom0', 'server.eth0', 'server.xenbr0']);
  });

  it('is a tree for who does not see it, and is worked by keys alone', async () => {
    const { page, send } = await shown(source);
    await send({ type: 'loads', loads, source: 'estimate' });
    const tree = page.getByRole('tree', { name: 'Topology' });
    const names = (await tree.getByRole('treeitem').evaluateAll(items => items.map(item => item.getAttribute('aria-label') ?? ''))).map(
      each => each.replaceAll('\u00a0', ' ')
    );
    assert.equal(names[0], 'host server, Xen, 8 × 2.66 GHz, utilization 100 %');
    assert.ok(names.includes('bridge xenbr0, Linux bridge, connected to server.eth0, eth0 ×7'), names.join('\n'));
    await tree.focus();
    await page.keyboard.press('Home');
    await page.keyboard.press('PageDown');
    const active = async () => {
      const id = await tree.getAttribute('aria-activedescendant');
      return (await page.locator(`#${id}`).getAttribute('aria-label'))?.split(',')[0];
    };
    assert.equal(await active(), 'NIC eth0');
    await page.keyboard.press('ArrowDown');
    assert.notEqual(await active(), 'NIC eth0');
    await page.keyboard.press('Enter');
    assert.equal((await told('declaration')).at(-1)?.focus, true);
    await page.keyboard.press('Home');
    await page.keyboard.press(' ');
    await node(page, 'server.eth0').waitFor({ state: 'detached' });
    await page.keyboard.press(' ');
    await node(page, 'server.eth0').waitFor();
    const zoom = () => page.locator('.world').getAttribute('transform');
    const before = await zoom();
    await page.keyboard.press('+');
    assert.notEqual(await zoom(), before);
    await page.keyboard.press('/');
    await page.locator('.search:focus').waitFor();
  });

  it('finds what is not drawn and opens what it is in', async () => {
    const { page } = await shown(source);
    await page.locator('.search').fill('guest[4]');
    await page.locator('.search').press('Enter');
    await page.locator('.node.found[data-id="server.guest[4]"]').waitFor();
    assert.match((await page.locator('.search-count').textContent()) ?? '', /1 of 2/);
  });

  it('comes back as it was left', async () => {
    const opened = await shown(source);
    await node(opened.page, 'server').locator(':scope > .fold').click();
    await node(opened.page, 'server.eth0').waitFor({ state: 'detached' });
    await opened.reload();
    await opened.send({ type: 'picture', file: 'file:///a.xnet', title: 'a.xnet', diagram: made(source) });
    await node(opened.page, 'client').waitFor();
    assert.equal(await node(opened.page, 'server.eth0').count(), 0);
  });

  it('saves all of the picture as an SVG of its own', async () => {
    const { page } = await shown(source);
    await page.getByRole('button', { name: 'More about the topology' }).click();
    await page.getByRole('menuitem', { name: 'Save as SVG…' }).click();
    const [saved] = await told('save');
    assert.equal(saved?.name, 'a-topology.svg');
    const picture = await page.evaluate(text => {
      const parsed = new DOMParser().parseFromString(text, 'image/svg+xml');
      const titles = [...parsed.querySelectorAll('text')].map(each => each.textContent);
      return { broken: parsed.querySelector('parsererror') !== null, titles, classes: parsed.querySelectorAll('[class]').length };
    }, saved?.content ?? '');
    assert.equal(picture.broken, false);
    assert.ok(picture.titles.includes('guest ×7') && picture.titles.includes('client'));
    assert.equal(picture.classes, 0);
  });

  it('shows 2,000 domains closed, says so, and opens a host', async () => {
    const { page } = await shown(largeTopology());
    assert.equal(await page.locator('.picture .node').count(), 80);
    assert.match((await page.locator('.note').textContent()) ?? '', /80 of 4120 drawn/);
    await node(page, 'server1').locator(':scope > .fold').click();
    await node(page, 'server1.dom0').waitFor();
    assert.match((await node(page, 'server1.guest1…').locator(':scope > .title').textContent()) ?? '', /guest1 … guest49 ×49/);
  });

  it('says what to do about an empty file', async () => {
    frame = await frames.open('dark', 500);
    await frame.send({ type: 'picture', file: 'file:///a.xnet', title: 'a.xnet', diagram: made('') });
    await frame.page.locator('.empty', { hasText: 'declare a host' }).waitFor();
  });
});

async function seriousFindings(page: Page): Promise<string[]> {
  // Running a script's text is what the policy forbids to a page; the debugger may.
  await page.evaluate(fs.readFileSync(require.resolve('axe-core/axe.min.js'), 'utf8'));
  const { violations } = (await page.evaluate('axe.run()')) as { violations: readonly Finding[] };
  return violations
    .filter(({ impact }) => impact === 'serious' || impact === 'critical')
    .map(({ id, nodes }) => `${id}: ${nodes.map(each => each.html).join(' ')}`);
}

/** Pairs of texts of the picture that stand on each other. */
async function textsOnTexts(page: Page): Promise<string[]> {
  return page.evaluate(() => {
    const texts = [...document.querySelectorAll('.picture text')].filter(
      each => each.textContent !== '' && each.getBoundingClientRect().width > 0
    );
    const boxes = texts.map(each => ({ text: each.textContent, box: each.getBoundingClientRect() }));
    return boxes.flatMap((a, i) =>
      boxes
        .slice(i + 1)
        .filter(
          b => a.box.left < b.box.right - 1 && b.box.left < a.box.right - 1 && a.box.top < b.box.bottom - 2 && b.box.top < a.box.bottom - 2
        )
        .map(b => `${a.text} on ${b.text}`)
    );
  });
}
