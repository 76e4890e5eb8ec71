import type { IncidentPage, IncidentsPage } from '@dqs/runtime/pages';
import { parse } from 'csv-parse/sync';

import {
  describeInBrowser,
  hindrances,
  overflowOf,
  printed,
  smallTexts,
  WIDTHS,
} from '../../../tools/jest/browser.cjs';
import { sharedDemo, type SharedDemo } from './support/demo.js';

jest.setTimeout(900_000);

describeInBrowser('the pages of incidents', (browser) => {
  let demo: SharedDemo | undefined;
  let page: IncidentsPage;
  /** An open incident of which series are members, and the path of its page. */
  let one: IncidentsPage['rows'][number];
  const path = (id: string) => `/incidents/${encodeURIComponent(id)}`;
  beforeAll(async () => {
    demo = await sharedDemo();
    page = await json<IncidentsPage>('/incidents.json?show=all');
    one = page.rows.find(({ phase, series }) => phase !== 'resolved' && series > 0)!;
  });

  const json = async <T>(url: string) => (await (await fetch(demo!.url + url)).json()) as T;
  const opened = async (url: string, options = {}) => {
    const found = await browser.open(demo!.url + url, options);
    await found.page.waitForSelector('main .card');
    return found;
  };

  it('list what is open, and have the same rows as their twin', async () => {
    const { page: shown, faults } = await opened('/incidents?show=all');
    const rows = parse(await (await fetch(`${demo!.url}/incidents.csv?show=all`)).text(), { columns: true }) as {
      incident: string;
      what: string;
    }[];
    const names = await shown.locator('table.incidents tr[data-row] a').allTextContents();
    expect(names).toEqual(rows.map(({ what }) => what));
    expect(await shown.locator('.figs .fig').count()).toBe(5);
    expect(faults).toEqual([]);
    await shown.close();
  });

  it.each(Object.entries(WIDTHS))('can be read and used at the width of a %s, light and dark', async (_name, width) => {
    for (const scheme of ['light', 'dark'] as const) {
      for (const url of ['/incidents', path(one.id)]) {
        const { page: shown, faults } = await opened(url, { width, scheme });
        expect([url, await overflowOf(shown), await smallTexts(shown), await hindrances(shown)]).toEqual([
          url,
          0,
          [],
          [],
        ]);
        expect(faults).toEqual([]);
        await shown.close();
      }
    }
  });

  it('show of one its steps, members with odds, and what happened by day', async () => {
    const facts = await json<IncidentPage>(`${path(one.id)}.json`);
    const { page: shown } = await opened(path(one.id));
    expect(await shown.locator('.steps li').count()).toBe(6);
    const heading = await shown.locator('h1').textContent();
    expect(heading).toBe(facts.what);
    expect(await shown.locator('.log .ev').count()).toBe(facts.happened.length);
    const text = await printed(shown);
    expect(text).toContain(`${one.id}, known at`);
    expect(text).not.toContain('Acknowledge\n');
    await shown.close();
  });

  it('are acted on by keys alone: taken, taken back, talked about, resolved and opened again', async () => {
    const { id } = page.rows.find((row) => row.phase === 'open' && row.series > 0 && row.id !== one.id)!;
    const phase = async () => (await json<IncidentPage>(`${path(id)}.json`)).phase;
    const { page: shown } = await opened(path(id));
    await shown.keyboard.press('a');
    await shown.waitForSelector('.toast button');
    await shown.waitForSelector('text=has it');
    expect(await phase()).toBe('acknowledged');
    await shown.keyboard.press('z');
    await shown.waitForSelector('text=nobody has it');
    await shown.locator('.comment input').fill('<b>as last week</b>');
    await shown.keyboard.press('Enter');
    await shown.waitForSelector('.quote');
    expect(await shown.locator('.quote').first().textContent()).toBe('<b>as last week</b>');
    await shown.close();
    const link = await opened(`${path(id)}?act=resolve`);
    await link.page.waitForSelector('dialog[open] select, dialog[open] input');
    await link.page.locator('dialog[open] button[type=submit]').click();
    await link.page.waitForSelector('dialog[open]', { state: 'detached' });
    expect(await phase()).toBe('resolved');
    await link.page.getByRole('button', { name: 'Reopen…' }).click();
    await link.page.locator('dialog[open] button[type=submit]').click();
    await link.page.getByRole('button', { name: 'Acknowledge' }).waitFor();
    expect(await phase()).toBe('open');
    await link.page.close();
  });

  it('open the form that a link of a message asks for, and change nothing by being opened', async () => {
    const before = await json<IncidentPage>(`${path(one.id)}.json`);
    for (const act of ['acknowledge', 'silence', 'expected', 'fixed', 'hand-over']) {
      const { page: shown } = await opened(`${path(one.id)}?act=${act}`);
      await shown.waitForSelector('dialog[open] form');
      expect(await hindrances(shown)).toEqual([]);
      await shown.keyboard.press('Escape');
      expect(await shown.locator('dialog[open]').count()).toBe(0);
      expect(new URL(shown.url()).searchParams.has('act')).toBe(false);
      await shown.close();
    }
    expect((await json<IncidentPage>(`${path(one.id)}.json`)).etag).toBe(before.etag);
  });

  it('of a time that is past offer nothing, and say so where a link asks for it', async () => {
    const { page: shown } = await opened(`${path(one.id)}?act=fixed&known_at=${new Date(page.knownAt).toISOString()}`);
    await shown.waitForSelector('text=This is how it was known then');
    expect(await shown.locator('.title .btns button').count()).toBe(0);
    await shown.close();
  });
});
