import type { IncidentPage, IncidentsPage, ModelPage } from '@dqs/runtime/pages';
import type { Page } from 'playwright-core';

import { describeInBrowser, hindrances, overflowOf, printed } from '../../../tools/jest/browser.cjs';
import { startDemo, type DemoServer } from './support/demo.js';

jest.setTimeout(900_000);

/** Names that people give, as long as they may be, without a place to break. */
const LONG = `Unbreakable_<b>${'W'.repeat(150)}`;
/** What people or sources have named, wherever it stands in a page. */
const NAMED = new Set(
  (
    'dataset rule tenant source owner what title reason by holder why sentence text comment receiver version model champion name ' +
    'detail subject pool tags who message'
  ).split(' '),
);

function stretched(value: unknown, name = ''): unknown {
  if (typeof value === 'string') return NAMED.has(name) ? LONG : value;
  if (Array.isArray(value)) return value.map((one) => stretched(one, name));
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(Object.entries(value).map(([key, one]) => [key, stretched(one, key)]));
}

describeInBrowser('a person with the pages', (browser) => {
  let demo: DemoServer | undefined;
  /** An incident that was warned of and has come, and nobody has; and all pages, of one of each thing. */
  let incident: string;
  let paths: readonly string[];
  beforeAll(async () => {
    demo = await startDemo();
    const { rows } = await json<IncidentsPage>('/incidents.json');
    for (const { id, phase, series } of rows) {
      if (phase !== 'open' || series === 0) continue;
      const { steps } = await json<IncidentPage>(`/incidents/${id}.json`);
      if (steps.warned !== null && steps.failed !== null) incident = id;
    }
    const list = await json<{ columns: { id: string[] } }>('/series.json?sort=odds&group=flat');
    const one = `/series/${encodeURIComponent(list.columns.id[0]!)}`;
    paths = ['/today', '/series', one, '/incidents', `/incidents/${incident}`, '/alerts', '/models', '/models/demo'];
    paths = [...paths, '/quality', '/system'];
  });
  afterAll(() => demo?.stop());

  const json = async <T>(path: string) => (await (await fetch(demo!.url + path)).json()) as T;
  const opened = async (path: string, options = {}) => {
    const found = await browser.open(demo!.url + path, options);
    await found.page.waitForSelector('main .card');
    return found;
  };
  const shown = async (page: Page, path: string) => {
    await page.waitForURL((url) => url.pathname === path);
    await page.waitForSelector('main .card');
  };

  it('makes a morning’s round through all pages by keys alone', async () => {
    const { page, faults } = await opened('/today');
    const key = (...keys: string[]) =>
      keys.reduce((before, one) => before.then(() => page.keyboard.press(one)), Promise.resolve());
    const round = {
      s: '/series',
      i: '/incidents',
      a: '/alerts',
      m: '/models',
      q: '/quality',
      y: '/system',
      t: '/today',
    };
    for (const [letter, path] of Object.entries(round)) {
      await key('g', letter);
      await shown(page, path);
      // Whoever comes by keys is somewhere on the page, and sees where.
      await key('Tab');
      expect(await page.evaluate(() => document.activeElement !== document.body)).toBe(true);
    }
    for (const [letter, within] of [
      ['s', '/series/'],
      ['i', '/incidents/'],
      ['m', '/models/'],
    ] as const) {
      await key('g', letter);
      await shown(page, within.slice(0, -1));
      for (let step = 0; step < 4 && !new URL(page.url()).pathname.startsWith(within); step += 1) {
        await key('j', 'Enter');
        await page.evaluate(() => new Promise(requestAnimationFrame));
      }
      expect(new URL(page.url()).pathname.startsWith(within)).toBe(true);
      await page.waitForSelector('main h1');
    }
    expect(faults).toEqual([]);
    await page.close();
  });

  it('goes with an incident from its warning to its end: takes it, hands it on, says what it was, ends it', async () => {
    const facts = () => json<IncidentPage>(`/incidents/${incident}.json`);
    const { page, faults } = await opened(`/incidents/${incident}`);
    const steps = await page.locator('.steps li').allTextContents();
    expect(steps.join(' ')).toMatch(/[Ww]arned.*[Ff]ailed/);
    const dialog = page.locator('dialog[open]');
    await page.keyboard.press('a');
    await page.locator('.toast', { hasText: 'You have it' }).waitFor();
    await page.waitForFunction(() => !document.querySelector('main')!.textContent.includes('nobody has it'));
    await page.getByRole('button', { name: 'Assign…' }).click();
    await dialog.getByLabel('To whom').fill('Zoë');
    await dialog.getByRole('button', { name: 'Assign' }).click();
    await page.locator('.toast', { hasText: 'Zoë has it' }).waitFor();
    expect((await facts()).holder).toBe('Zoë');
    await page.waitForSelector('text=Zoë has it');
    await page.keyboard.press('z');
    await page.waitForFunction(() => !document.querySelector('main')!.textContent.includes('Zoë has it'));
    await page.keyboard.press('f');
    await dialog.getByText(/Alerts about \d+ series tell nobody until their next result/).waitFor();
    await dialog.getByRole('button', { name: 'Note it' }).click();
    await page.locator('.toast', { hasText: 'Noted: expected, this once' }).waitFor();
    await page.getByRole('button', { name: 'Resolve…' }).click();
    await dialog.getByLabel('Reason').selectOption('expected');
    await dialog.getByRole('button', { name: 'Resolve' }).click();
    await page.locator('.toast', { hasText: 'Resolved' }).waitFor();
    const { phase, steps: done } = await facts();
    expect([phase, done.acknowledged === null, done.resolved === null]).toEqual(['resolved', false, false]);
    await page.locator('.log', { hasText: 'expected' }).waitFor();
    expect(await page.locator('.log').textContent()).toContain('local user');
    expect(faults).toEqual([]);
    await page.close();
  });

  it('rolls a model back and takes that back', async () => {
    const production = async () =>
      (await json<ModelPage>('/models/demo.json')).registry!.aliases.find(({ alias }) => alias === 'production')!;
    const { version, before } = await production();
    const { page, faults } = await opened('/models/demo');
    await page.getByRole('button', { name: 'Roll back…' }).click();
    const dialog = page.locator('dialog[open]');
    expect(await dialog.textContent()).toContain(`points at ${before!} again instead of ${version}`);
    await dialog.getByLabel('Why').fill('it is worse on Mondays');
    await dialog.getByRole('button', { name: `Roll back to ${before!}` }).click();
    await page.locator('.toast', { hasText: `is back at ${before!}` }).waitFor();
    expect((await production()).version).toBe(before);
    const [answer] = await Promise.all([
      page.waitForResponse((one) => one.url().endsWith('/promote')),
      page.keyboard.press('z'),
    ]);
    // The gates are asked: what would not pass them is not put back without a word.
    if (answer.ok()) expect((await production()).version).toBe(version);
    else await page.locator('.toast', { hasText: 'Not taken back' }).waitFor();
    expect(faults.filter((fault) => !fault.includes('the server responded with a status of'))).toEqual([]);
    await page.close();
  });

  it('sees new results without asking, on every page that is open', async () => {
    const open = await Promise.all(['/today', '/incidents', '/system'].map((path) => opened(path)));
    const asked = open.map(({ page }) =>
      page.waitForResponse((one) => /\/(?:today|incidents|system)\.json/.test(one.url())),
    );
    const id = (await json<{ columns: { id: string[]; source: string[] } }>('/series.json?group=flat')).columns;
    const [tenant, dataset, rule] = id.id[0]!.split('/');
    const line = {
      source: id.source[0],
      tenant_id: tenant,
      dataset_uuid: dataset,
      dataset_name: 'books',
      rule_code: rule,
    };
    const date = new Date(Date.now() - 86_400_000).toISOString().slice(0, 10);
    const sent = await fetch(`${demo!.url}/api/v1/results`, {
      method: 'POST',
      headers: { 'content-type': 'application/x-ndjson' },
      body: `${JSON.stringify({ ...line, business_date: date, results: 'FAILED' })}\n`,
    });
    expect(sent.status).toBe(201);
    for (const response of await Promise.all(asked)) expect(response.ok()).toBe(true);
    for (const { page } of open) await page.close();
  });

  it('finds nothing wider than a telephone, however long names are', async () => {
    const { page } = await opened('/today', { width: 400 });
    await page.route(/\.json(?:\?|$)/, async (route) => {
      const response = await route.fetch();
      await route.fulfill({ response, body: JSON.stringify(stretched(await response.json())) });
    });
    for (const path of paths) {
      await page.goto(demo!.url + path);
      await page.waitForSelector('main .card');
      expect([path, await overflowOf(page)]).toEqual([path, 0]);
    }
    await page.unrouteAll({ behavior: 'ignoreErrors' });
    await page.close();
  });

  it('needs no colour to tell states apart, and gets each page on paper', async () => {
    const { page, faults } = await opened('/today');
    const session = await page.context().newCDPSession(page);
    for (const path of paths) {
      await page.goto(demo!.url + path);
      await page.waitForSelector('main .card');
      expect([path, await mute(page)]).toEqual([path, []]);
      for (const type of ['achromatopsia', 'deuteranopia'] as const) {
        await session.send('Emulation.setEmulatedVisionDeficiency', { type });
        expect([path, type, await hindrances(page, ['color-contrast', 'link-in-text-block'])]).toEqual([
          path,
          type,
          [],
        ]);
      }
      await session.send('Emulation.setEmulatedVisionDeficiency', { type: 'none' });
      const paper = await printed(page);
      expect([path, /known at/.test(paper), paper.includes('Search series')]).toEqual([path, true, false]);
    }
    expect(faults).toEqual([]);
    await page.close();
  });
});

/** Marks of a state that have neither a word beside them, nor a name, nor a shape of their own. */
function mute(page: Page): Promise<string[]> {
  return page.evaluate(() => {
    const shapes = new Map<string, string>();
    const faults: string[] = [];
    for (const icon of document.querySelectorAll<SVGElement>('main svg.ic')) {
      const state = icon.classList[1] ?? '';
      const shape = icon.innerHTML;
      // Two states never share a shape, so that without colour they are told apart.
      const known = shapes.get(shape);
      if (known !== undefined && known !== state) faults.push(`${known} and ${state} look alike`);
      shapes.set(shape, state);
      const words = icon.parentElement!.textContent.trim() || icon.closest('li, tr, .ev, .bar')?.textContent.trim();
      if (!words && icon.getAttribute('aria-label') === null) faults.push(icon.outerHTML.slice(0, 100));
    }
    return faults;
  });
}
