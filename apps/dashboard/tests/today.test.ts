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

describeInBrowser('the page of the morning', (browser) => {
  let demo: SharedDemo | undefined;
  beforeAll(async () => {
    demo = await sharedDemo();
  });

  const opened = async (path: string, options = {}) => {
    const found = await browser.open(demo!.url + path, options);
    await found.page.waitForSelector('#likely tbody tr, #likely .empty');
    return found;
  };

  it('says in one sentence what needs somebody, and proves it below', async () => {
    const { page, faults } = await opened('/');
    expect(new URL(page.url()).pathname).toBe('/today');
    expect(await page.locator('.lead').textContent()).toMatch(/series will probably miss (?:its|their) target today/);
    expect(await page.locator('#arrived .arr').count()).toBeGreaterThan(1);
    expect(faults).toEqual([]);
    await page.close();
  });

  it('has the same rows as its twins', async () => {
    const { page } = await opened('/today');
    const rows = parse(await (await fetch(`${demo!.url}/today.csv`)).text(), { columns: true }) as Record<
      string,
      string
    >[];
    const shown = await page
      .locator('#likely tbody tr[data-row]')
      .evaluateAll((all) =>
        all.map((row) => [row.querySelector('a')!.textContent, row.querySelector('.odds b')!.textContent]),
      );
    const odds = (text: string) => {
      const percent = Math.round(100 * Number(text));
      return `${percent < 1 ? '<1' : percent > 99 ? '>99' : percent} %`;
    };
    expect(shown).toEqual(rows.map((row) => [`${row['dataset']} · ${row['rule']}`, odds(row['odds']!)]));
    await page.close();
  });

  it.each(Object.entries(WIDTHS))('can be read and used at the width of a %s, light and dark', async (_name, width) => {
    for (const scheme of ['light', 'dark'] as const) {
      const { page, faults } = await opened('/today', { width, scheme });
      expect([await overflowOf(page), await smallTexts(page), await hindrances(page)]).toEqual([0, [], []]);
      expect(faults).toEqual([]);
      await page.close();
    }
  });

  it('is gone through by keys alone', async () => {
    const { page } = await opened('/today');
    const focusedText = () => page.evaluate(() => document.activeElement?.textContent ?? '');
    await page.keyboard.press('j');
    const first = await focusedText();
    await page.keyboard.press('j');
    expect(await focusedText()).not.toBe(first);
    await page.keyboard.press('k');
    expect(await focusedText()).toBe(first);
    await page.keyboard.press('?');
    expect(await page.locator('dialog[open] h2').textContent()).toBe('Keys');
    await page.keyboard.press('Escape');
    expect(await page.locator('dialog[open]').count()).toBe(0);
    await page.keyboard.press('Control+k');
    await page.keyboard.type('j');
    expect(await page.locator('dialog[open] input').inputValue()).toBe('j');
    await page.close();
  });

  it('keeps what it shows in its address: order, source, time', async () => {
    const { page } = await opened('/today?order=odds&known_at=2999-01-01T00:00:00Z');
    expect(await page.locator('main').textContent()).toContain('As known at');
    expect(await page.locator('input[value=odds]').isChecked()).toBe(true);
    await page.close();
  });

  it('says on paper what it is, and what has arrived before all else', async () => {
    const { page } = await opened('/today');
    const text = await printed(page);
    expect(text).toMatch(/^Today, .* known at/);
    expect(text.indexOf('Arrived?')).toBeLessThan(text.indexOf('Likely to fail'));
    expect(text).not.toContain('Search series');
    await page.close();
  });

  it('fetches nothing from elsewhere and allows nothing inline', async () => {
    const { headers } = await fetch(`${demo!.url}/today`);
    const policy = headers.get('content-security-policy')!;
    expect(policy).toContain("default-src 'none'");
    expect(policy).not.toMatch(/unsafe|https?:|\*/);
  });
});
