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

describeInBrowser('the pages of models and of quality', (browser) => {
  let demo: SharedDemo | undefined;
  beforeAll(async () => {
    demo = await sharedDemo();
  });

  const opened = async (path: string, options = {}) => {
    const found = await browser.open(demo!.url + path, options);
    await found.page.waitForSelector('main .card');
    return found;
  };
  const rowsOf = async (path: string) =>
    parse(await (await fetch(demo!.url + path)).text(), { columns: true }) as Record<string, string>[];
  const firstModel = async () => (await rowsOf('/models.csv'))[0]!['model']!;

  it('lead from the list of models to one, which says how it does and how it came to be in use', async () => {
    const { page, faults } = await opened('/models');
    const name = await firstModel();
    await page.click(`a[href="/models/${name}"]`);
    await page.waitForSelector('#gates');
    expect(await page.locator('h1').textContent()).toBe(name);
    expect(await page.locator('.figs .fig').count()).toBe(5);
    expect(await page.locator('main').textContent()).toContain('Is it really better than naive?');
    expect(await page.locator('#aliases .ev').count()).toBeGreaterThan(0);
    expect(faults).toEqual([]);
    await page.close();
  });

  it('compare two versions, and ask once before anything changes', async () => {
    const { page } = await opened(`/models/${await firstModel()}`);
    await page.click('text=Compare…');
    expect(await page.locator('dialog[open] .compare tbody tr').count()).toBeGreaterThan(10);
    await page.keyboard.press('Escape');
    expect(await page.locator('dialog[open]').count()).toBe(0);
    await page.close();
  });

  it('have the same rows of the table by rule, source and owner as its twin', async () => {
    for (const by of ['rule', 'source', 'owner']) {
      const { page } = await opened(`/quality?by=${by}`);
      await page.waitForSelector('#groups tbody tr');
      const rows = await rowsOf(`/quality.csv?by=${by}`);
      const graded = await page
        .locator('#groups tbody tr')
        .evaluateAll((all) => all.map((row) => row.querySelector('td')!.textContent.replaceAll(',', '')));
      expect(graded).toEqual(rows.map((row) => row['graded']));
      await page.close();
    }
  });

  it('keep window and rows in the address, and say of a short window what it cannot tell', async () => {
    const { page } = await opened('/quality');
    await page.check('input[value="7"]', { force: true });
    await page.waitForSelector('text=Too few days to tell');
    expect(new URL(page.url()).search).toBe('?days=7');
    await page.check('input[value=source]', { force: true });
    expect(new URL(page.url()).searchParams.get('by')).toBe('source');
    await page.close();
  });

  it('save a chart as SVG, PNG and CSV', async () => {
    const { page } = await opened('/quality');
    await page.waitForSelector('.chart .menu');
    for (const [ending, start] of [
      ['SVG', '<svg'],
      ['PNG', '\x89PNG'],
      ['CSV', 'day,'],
    ] as const) {
      await page.locator('.chart .menu summary').first().click();
      const [download] = await Promise.all([
        page.waitForEvent('download'),
        page.locator('.chart .menu[open] button', { hasText: ending }).click(),
      ]);
      expect(download.suggestedFilename()).toBe(`error-against-naive-by-day.${ending.toLowerCase()}`);
      const chunks: Buffer[] = [];
      for await (const chunk of await download.createReadStream()) chunks.push(chunk as Buffer);
      expect(Buffer.concat(chunks).toString('latin1').startsWith(start)).toBe(true);
    }
    await page.close();
  });

  it.each(Object.entries(WIDTHS))('can be read and used at the width of a %s, light and dark', async (_name, width) => {
    for (const path of ['/models', `/models/${await firstModel()}`, '/quality']) {
      for (const scheme of ['light', 'dark'] as const) {
        const { page, faults } = await opened(path, { width, scheme });
        expect([path, await overflowOf(page), await smallTexts(page), await hindrances(page)]).toEqual([
          path,
          0,
          [],
          [],
        ]);
        expect(faults).toEqual([]);
        await page.close();
      }
    }
  });

  it('say on paper what they are', async () => {
    const { page } = await opened('/quality');
    expect(await printed(page)).toMatch(/^Quality .* 28 days to .* known at/s);
    await page.close();
  });

  it('say that there is no such model, and what to do', async () => {
    const { page } = await browser.open(`${demo!.url}/models/constructor`);
    await page.waitForSelector('[role=alert]');
    expect(await page.locator('[role=alert]').textContent()).toContain('version-unknown');
    await page.close();
  });
});
