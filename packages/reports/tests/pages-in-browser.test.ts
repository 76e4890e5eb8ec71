import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

import type { Page } from 'playwright-core';

import { THEMES } from '../src/components.js';
import {
  describeInBrowser,
  hindrances,
  overflowOf,
  printed,
  rowsOf,
  smallTexts,
  WIDTHS,
} from '../../../tools/jest/browser.cjs';
import { allPages } from './support/pages.js';
import { backtestReport, EVIL } from './support/results.js';

const folder = mkdtempSync(join(tmpdir(), 'dqs-pages-'));
const pages = [...allPages().keys()];
const at = (name: string) => join(folder, `${name}.html`);
const GROUND = 'getComputedStyle(document.body).backgroundColor';

for (const [name, html] of allPages()) writeFileSync(at(name), html);
afterAll(() => rmSync(folder, { recursive: true, force: true }));

describeInBrowser('the HTML pages in a browser', (browser) => {
  describe.each(pages)('%s', (name) => {
    it.each(['light', 'dark'] as const)('hinders nobody and asks for nothing outside the file (%s)', async (scheme) => {
      const { page, faults } = await browser.open(at(name), { scheme });
      expect(await page.evaluate(GROUND)).toBe(rgb(THEMES[scheme].page));
      expect(await page.$$('img')).toHaveLength(0);
      await page.addStyleTag({
        content: '.chart > .readout, .chart > .drawing, .chart > .values { display: block !important }',
      });
      // What a theme changes is contrast alone.
      expect(await hindrances(page, scheme === 'dark' ? ['color-contrast'] : undefined)).toEqual([]);
      expect(faults).toEqual([]);
      await page.close();
    });

    it.each(Object.entries(WIDTHS))(
      'fits a %s without scrolling sideways, no text below 11 px',
      async (_name, width) => {
        const { page } = await browser.open(at(name), { width });
        expect(await overflowOf(page)).toBe(0);
        expect(await smallTexts(page)).toEqual([]);
        await everyTable(page);
        expect(await overflowOf(page)).toBe(0);
        await page.close();
      },
    );

    it('prints every row of its tables, light and without what can be pressed', async () => {
      const { page } = await browser.open(at(name), { scheme: 'dark' });
      const rows = await rowsOf(page, ':not(.values) > .scroll tbody tr');
      const paper = squeezed(await printed(page));
      expect(rows.flatMap((cells) => cells.filter((cell) => !paper.includes(squeezed(cell))))).toEqual([]);
      await page.emulateMedia({ media: 'print', colorScheme: 'dark' });
      expect(await page.evaluate(GROUND)).toBe('rgb(255, 255, 255)');
      expect(await page.locator('button, .seg, input, select').filter({ visible: true }).count()).toBe(0);
      await page.close();
    });
  });

  it('a chart says the values of the place under the pointer above it, as its table has them', async () => {
    const { page, faults } = await browser.open(at('backtest'));
    const rows = await rowsOf(page, '.chart >> nth=0 >> .values tbody tr');
    const plot = (await page.locator('.plot').first().boundingBox())!;
    for (const place of [0, 12, 30]) {
      await page.mouse.move(plot.x + ((place + 0.5) * plot.width) / 31, plot.y + 50);
      expect(await readout(page)).toEqual(rows[place]);
    }
    expect(faults).toEqual([]);
    await page.close();
  });

  it('draws every value of its tables, and nothing else', async () => {
    const { page } = await browser.open(at('backtest'));
    const report = backtestReport();
    const dots = await page.locator('.chart >> nth=0 >> .dots circle').count();
    expect(dots).toBe(report.days.length);
    const breaks = await page.locator('.chart >> nth=0 >> path.line.forecast').getAttribute('d');
    expect(breaks!.split('M')).toHaveLength(3);
    expect(await page.locator('.chart >> nth=0 >> .plot rect').count()).toBe(2);
    const search = await browser.open(at('search'));
    const trials = await search.page.locator('.parallel path.trial').count();
    expect(trials).toBe((await rowsOf(search.page, '.chart:has(.parallel) .values tbody tr')).length);
    await page.close();
    await search.page.close();
  });

  it('everything is reached by the keyboard: arrows move the readout, t turns a chart into its table', async () => {
    const { page } = await browser.open(at('backtest'));
    await page.keyboard.press('Tab');
    expect(await page.evaluate('document.activeElement.id')).toBe('theme');
    await page.keyboard.press('Tab');
    expect(await focus(page)).toBe('chart');
    await page.keyboard.press('Tab');
    expect(await focus(page)).toBe('scrub');
    expect(await page.evaluate(OUTLINE)).toBe('2px');
    const rows = await rowsOf(page, '.chart >> nth=0 >> .values tbody tr');
    await page.keyboard.press('ArrowLeft');
    await page.keyboard.press('ArrowLeft');
    expect(await readout(page)).toEqual(rows[28]);
    expect(await page.getAttribute('.scrub >> nth=0', 'aria-valuetext')).toContain(rows[28]![0]);
    await page.keyboard.press('t');
    expect(await page.isVisible('.chart >> nth=0 >> .values')).toBe(true);
    expect(await page.isVisible('.chart >> nth=0 >> .drawing')).toBe(false);
    await page.keyboard.press('t');
    expect(await page.isVisible('.chart >> nth=0 >> .drawing')).toBe(true);
    await page.close();
  });

  it('arrows move through the trials of a search, best first', async () => {
    const { page } = await browser.open(at('search'));
    const rows = await rowsOf(page, '.chart:has(.parallel) .values tbody tr');
    await page.focus('.parallel .scrub');
    await page.keyboard.press('ArrowRight');
    expect(await readout(page, '.chart:has(.parallel)')).toEqual(rows[1]);
    expect(await page.getAttribute('.parallel .trial.at', 'data-row')).toBe('1');
    await page.close();
  });

  it('the theme that was chosen is kept over a reload', async () => {
    const { page, faults } = await browser.open(at('validation'), { scheme: 'dark' });
    expect(await page.textContent('#theme')).toBe('Light');
    await page.click('#theme');
    expect(await page.evaluate(GROUND)).toBe(rgb(THEMES.light.page));
    await page.reload();
    expect(await page.evaluate(GROUND)).toBe(rgb(THEMES.light.page));
    expect(await page.textContent('#theme')).toBe('Dark');
    await page.evaluate('localStorage.clear()');
    expect(faults).toEqual([]);
    await page.close();
  });

  it('the series are filtered by name and shown one at a time', async () => {
    const { page, faults } = await browser.open(at('backtest'));
    await page.fill('[data-filters]', 'onerror=alert');
    const shown = await rowsOf(page, '#series-table tbody tr:not([hidden])');
    expect(shown.map(([dataset]) => dataset)).toEqual([EVIL]);
    await page.click('[data-step="1"]');
    expect(await page.getAttribute('[data-series]:not([hidden])', 'data-series')).toBe('1');
    expect(await page.isDisabled('[data-step="1"]')).toBe(true);
    await page.fill('[data-filters]', '');
    await page.click('[data-show="0"]');
    expect(await page.getAttribute('[data-series]:not([hidden])', 'data-series')).toBe('0');
    expect(await page.isDisabled('[data-step="-1"]')).toBe(true);
    expect(faults).toEqual([]);
    await page.close();
  });

  it('the checks of a validation come with failures first, each with its shape and word', async () => {
    const { page } = await browser.open(at('validation'));
    const rows = await rowsOf(page, '.card:has(th .state) tbody tr');
    expect(rows.map(([verdict]) => verdict)).toEqual(['fail', 'pass', 'inconclusive', 'pass', 'pass']);
    expect(await page.locator('tbody th .state > svg.ic').count()).toBe(rows.length);
    await page.close();
  });

  it('moves nothing for a reader who asked for less motion', async () => {
    const { page } = await browser.open(at('backtest'));
    await page.emulateMedia({ reducedMotion: 'reduce' });
    expect(await page.evaluate(`getComputedStyle(document.querySelector('.btn')).transitionDuration`)).toBe('0s');
    await page.close();
  });
});

const OUTLINE = `getComputedStyle(document.activeElement.closest('.course')).outlineWidth`;

/** Shows the table of every chart instead of its drawing. */
async function everyTable(page: Page): Promise<void> {
  await page.$$eval('.seg input[value=table]', (inputs) =>
    inputs.forEach((input) => (input as HTMLInputElement).click()),
  );
}

/** What stands above a chart, in the order of its columns. */
function readout(page: Page, chart = '.chart >> nth=0'): Promise<string[]> {
  return page.locator(`${chart} >> [data-cell]`).allTextContents();
}

/** Class or value of what the keyboard is at. */
function focus(page: Page): Promise<string> {
  return page.evaluate(`document.activeElement.className || document.activeElement.value`);
}

function rgb(hex: string): string {
  return `rgb(${[1, 3, 5].map((i) => parseInt(hex.slice(i, i + 2), 16)).join(', ')})`;
}

/** Without the white space and the line ends that a page breaks texts at. */
function squeezed(text: string): string {
  return text.replace(/\s+/g, '');
}
