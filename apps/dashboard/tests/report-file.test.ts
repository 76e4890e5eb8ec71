import { statSync } from 'node:fs';
import { join } from 'node:path';

import { describeInBrowser, hindrances, overflowOf, printed } from '../../../tools/jest/browser.cjs';
import { runDqs, sharedDemo, type SharedDemo } from './support/demo.js';

jest.setTimeout(900_000);

interface Report {
  readonly bytes: number;
  readonly knownAt: string;
  readonly series: { readonly held: number };
}

describeInBrowser('the pages as one file', (browser) => {
  let demo: SharedDemo | undefined;
  let path = '';
  let report: Report;
  beforeAll(async () => {
    demo = await sharedDemo();
    path = join(demo.folder, 'r.html');
    report = await runDqs<Report>(demo, 'report', '--store', 'store', '--series', '20', '--out', path);
  });

  it('have at most five megabytes', () => {
    expect(statSync(path).size).toBe(report.bytes);
    expect(report.bytes).toBeLessThanOrEqual(5 * 2 ** 20);
  });

  it('open without a server, fetch nothing, and say when it was known', async () => {
    const { page, faults } = await browser.open(path);
    await page.waitForSelector('#likely');
    expect(await page.locator('.printed.shown').textContent()).toMatch(/^Known at .*, as a file\.$/);
    expect([await overflowOf(page), await hindrances(page)]).toEqual([0, []]);
    expect(faults).toEqual([]);
    await page.close();
  });

  it('lead from one to another by what stands behind the hash, and offer nothing that needs a server', async () => {
    const { page, faults } = await browser.open(path);
    await page.waitForSelector('#likely');
    for (const word of await page.locator('.nav a.item span:first-child').allTextContents()) {
      await page.locator('.nav a.item', { hasText: word }).click();
      await page.waitForSelector('main .card');
      expect(await page.locator('main [role=alert]').allTextContents()).toEqual([]);
    }
    expect(new URL(page.url()).hash).toBe('#/system');
    expect(await page.locator('#jobs, #keys, #audit, .twins').count()).toBe(0);
    await page.keyboard.press('Control+k');
    await page.keyboard.type('today');
    await page.keyboard.press('Enter');
    await page.waitForSelector('#likely');
    expect(await printed(page)).toContain('Likely to fail');
    await page.locator('.nav a.item', { hasText: 'Series' }).click();
    await page.locator('main table a').first().click();
    await page.waitForSelector('main h1');
    expect(new URL(page.url()).hash).toMatch(/^#\/series\/\w/);
    expect(faults).toEqual([]);
    await page.close();
  });
});
