import type { SeriesListPage, SeriesPage } from '@dqs/runtime/pages';
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

describeInBrowser('the pages of series', (browser) => {
  let demo: SharedDemo;
  let list: SeriesListPage['columns'];
  /** The page of the series that is likeliest to fail. */
  let one = '';
  beforeAll(async () => {
    demo = await sharedDemo();
    list = (await json<SeriesListPage>('/series.json?sort=odds&group=flat')).columns;
    one = `/series/${encodeURIComponent(list.id[0]!)}`;
  });

  const json = async <T>(path: string) => (await (await fetch(demo.url + path)).json()) as T;
  const rowsOf = async (path: string) =>
    parse(await (await fetch(demo.url + path)).text(), { columns: true }) as Record<string, string>[];
  const opened = async (path: string, options = {}) => {
    const found = await browser.open(demo.url + path, options);
    await found.page.waitForSelector('main .card');
    return found;
  };

  it('are for all series and for one, at every width, light and dark', async () => {
    for (const path of ['/series', one]) {
      for (const width of Object.values(WIDTHS)) {
        for (const scheme of ['light', 'dark'] as const) {
          const { page, faults } = await opened(path, { width, scheme });
          const found = [await overflowOf(page), await smallTexts(page), await hindrances(page), faults];
          expect([path, width, scheme, ...found]).toEqual([path, width, scheme, 0, [], [], []]);
          await page.close();
        }
      }
    }
  });

  it('have the same rows as their twin, all of them as one scrolls', async () => {
    const { page } = await opened('/series?group=flat&sort=series');
    const rows = await rowsOf('/series.csv?group=flat&sort=series');
    const shown = new Map<number, string[]>();
    const look = async () => {
      const found = await page
        .locator('table.series tbody tr[data-row]')
        .evaluateAll((all) =>
          all.map((row): [number, string[]] => [
            Number(row.getAttribute('aria-rowindex')) - 2,
            [row.querySelector('.nm a')!.textContent, row.querySelector('.od')!.textContent.trim()],
          ]),
        );
      for (const [at, cells] of found) shown.set(at, cells);
    };
    while (shown.size < rows.length) {
      const before = shown.size;
      await look();
      if (shown.size === before) await page.mouse.wheel(0, 600);
      await page.evaluate(() => new Promise(requestAnimationFrame));
    }
    const percent = (odds: string) => {
      if (odds === '') return '–';
      const whole = Math.round(100 * Number(odds));
      return `${whole < 1 ? '<1' : whole > 99 ? '>99' : whole} %`;
    };
    const cells = (at: number) => shown.get(at)!.map((text) => text.replaceAll('\u00a0', ' '));
    expect(rows.map((_, at) => cells(at)[0])).toEqual(rows.map((row) => `${row['dataset']} · ${row['rule']}`));
    expect(rows.map((_, at) => cells(at)[1]!.startsWith(percent(rows[at]!['odds']!)))).not.toContain(false);
    await page.close();
  });

  it('show of one the same days as its twin', async () => {
    const { page } = await opened(`${one}?range=28`);
    await page.getByRole('button', { name: /^All \d+ rows$/ }).click();
    const rows = await rowsOf(`${one}.csv?range=28`);
    const shown = await page
      .locator('table.ledger tbody tr')
      .evaluateAll((all) => all.map((row) => row.children[6]!.textContent));
    const passed = (row: Record<string, string>) =>
      row['executions'] === '' ? '–' : `${row['passes']} of ${row['executions']}`;
    expect(shown).toEqual(rows.map(passed));
    await page.close();
  });

  it('are gone through by keys: move, choose, open, look at another day', async () => {
    const { page } = await opened('/series?group=flat&sort=odds');
    await page.keyboard.press('j');
    await page.keyboard.press('x');
    await page.keyboard.press('j');
    await page.keyboard.press('x');
    expect(await page.locator('.selection').textContent()).toContain('2 selected');
    await page.keyboard.press('Escape');
    expect(await page.locator('.selection').count()).toBe(0);
    await page.keyboard.press('k');
    await page.keyboard.press('Enter');
    await page.waitForSelector('table.ledger');
    expect(decodeURIComponent(new URL(page.url()).pathname)).toBe(`/series/${list.id[0]!}`);
    await page.close();
  });

  it('say of feedback what it would change, before it is noted, and take it back', async () => {
    const { page, faults } = await opened(one);
    await page.keyboard.press('f');
    const dialog = page.locator('dialog[open]');
    await dialog.getByLabel('Expected until it falls further').check();
    await dialog.getByLabel('Tell again below (pass percentage)').fill('0');
    await dialog.getByText(/In the last 90 days \d+ warnings? w\w+ given, \d+ of them right/).waitFor();
    expect(await hindrances(page)).toEqual([]);
    await dialog.getByLabel('Tell again below (pass percentage)').fill('none');
    expect(await dialog.getByRole('button', { name: 'Note it' }).isDisabled()).toBe(true);
    await dialog.getByLabel('A false alarm').check();
    await dialog.getByText('changes nothing that is told').waitFor();
    await dialog.getByRole('button', { name: 'Note it' }).click();
    await page.locator('.toast button').waitFor();
    const marks = async () => {
      const path = `/api/v1/marks?series=${encodeURIComponent(list.id[0]!)}`;
      const { data } = await json<{ data: { kind: string; withdrawn_at: string | null }[] }>(path);
      return data.filter(({ kind }) => kind === 'false-alarm').map((mark) => mark.withdrawn_at !== null);
    };
    expect(await marks()).toEqual([false]);
    await Promise.all([page.waitForResponse((one) => one.request().method() === 'DELETE'), page.keyboard.press('z')]);
    expect(await marks()).toEqual([true]);
    expect(faults).toEqual([]);
    await page.close();
  });

  it('say on paper what they are', async () => {
    const { page } = await opened(one);
    const name = (await json<SeriesPage>(`${one}.json`)).series.dataset;
    const text = await printed(page);
    expect(text.startsWith(name)).toBe(true);
    expect(text).toMatch(/known at .*, 60 days/);
    expect(text).not.toContain('Copy as Markdown');
    await page.close();
  });
});
