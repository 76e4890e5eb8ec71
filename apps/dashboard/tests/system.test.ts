import { parse } from 'csv-parse/sync';
import type { Page } from 'playwright-core';

import { describeInBrowser, hindrances, overflowOf, smallTexts, WIDTHS } from '../../../tools/jest/browser.cjs';
import { runDqs, sharedDemo, startDemo, type SharedDemo } from './support/demo.js';

jest.setTimeout(900_000);

describeInBrowser('the page of the system', (browser) => {
  let demo: SharedDemo | undefined;
  beforeAll(async () => {
    demo = await sharedDemo();
  });

  const opened = async (path = '/system', options = {}) => {
    const found = await browser.open(demo!.url + path, options);
    await found.page.waitForSelector('#audit .log, #audit .empty');
    return found;
  };
  const rowsOf = async (table: string) =>
    parse(await (await fetch(`${demo!.url}/system.csv?table=${table}`)).text(), { columns: true }) as Record<
      string,
      string
    >[];

  it('shows figures, sources, jobs, what DQS finds of itself, audit, keys and webhooks', async () => {
    const { page, faults } = await opened();
    expect(await page.locator('.figs dt').allTextContents()).toEqual([
      'Forecasts issued',
      'Oldest unsent message',
      'Ingest lag',
      'Audit chain',
    ]);
    const sources = await page.locator('#sources tbody tr td:first-child').allTextContents();
    expect(sources).toEqual((await rowsOf('sources')).map((row) => row['source']));
    await page.getByText(/more, and their runbooks/).click();
    expect(await page.locator('#self .rows li').count()).toBe((await rowsOf('self')).length);
    expect(faults).toEqual([]);
    await page.close();
  });

  it.each(Object.entries(WIDTHS))('can be read and used at the width of a %s, light and dark', async (_name, width) => {
    for (const scheme of ['light', 'dark'] as const) {
      const { page, faults } = await opened('/system', { width, scheme });
      expect([await overflowOf(page), await smallTexts(page), await hindrances(page)]).toEqual([0, [], []]);
      expect(faults).toEqual([]);
      await page.close();
    }
  });

  it('opens the runbook of an alert about DQS itself', async () => {
    const { page } = await opened();
    await page.locator('#self .rows button').first().click();
    await page.locator('dialog .runbook h3').first().waitFor();
    expect(await page.locator('dialog .runbook').textContent()).toContain('dqs');
    await page.keyboard.press('Escape');
    expect(await page.locator('dialog').count()).toBe(0);
    await page.close();
  });

  it('pauses a kind of job for a reason, takes that back, and has one done now', async () => {
    const { page } = await opened();
    await page.getByRole('button', { name: 'Pause monitor…' }).click();
    expect(new URL(page.url()).searchParams.get('act')).toBe('pause monitor');
    await page.getByLabel('Why').fill('moving <b>house</b>');
    await page.getByRole('button', { name: 'Pause monitor', exact: true }).click();
    await page.getByText('paused by local user: moving <b>house</b>').waitFor();
    await page.getByRole('button', { name: 'Undo' }).click();
    await page.getByRole('button', { name: 'Run now: monitor' }).click();
    await page.getByText('monitor is put: a worker does it within seconds').waitFor();
    await page.close();
  });

  it('makes a key that is shown once, and revokes it', async () => {
    const { page } = await opened('/system?act=new-key');
    await page.getByLabel('Name').fill('notebook <i>');
    await page.getByRole('button', { name: 'Make the key' }).click();
    const key = await page.locator('dialog pre code').textContent();
    expect(key).toMatch(/^dqs_live_/);
    await page.getByRole('button', { name: 'I have it' }).click();
    expect(await page.content()).not.toContain(key!);
    await page.getByRole('button', { name: 'Revoke notebook <i>…' }).click();
    await page.getByRole('button', { name: 'Revoke notebook <i>', exact: true }).click();
    await page.getByText('1 more ended').waitFor();
    await page.close();
  });

  it('says why a webhook cannot be made, where it is made', async () => {
    const { page } = await opened('/system?act=new-webhook');
    await page.getByLabel('Address').fill('http://127.0.0.1/x');
    await page.getByRole('button', { name: 'Make the webhook' }).click();
    expect(await page.locator('dialog [role=alert]').textContent()).toContain('public address');
    await page.close();
  });

  it('offers nothing that may be done to what is past', async () => {
    const { page } = await browser.open(`${demo!.url}/system?known_at=${new Date(Date.now() - 1000).toISOString()}`);
    await page.waitForSelector('#sources');
    expect(await page.locator('#jobs, #keys, #webhooks, .btns .btn').count()).toBe(0);
    await page.close();
  });
});

describeInBrowser('the search', (browser) => {
  let demo: SharedDemo | undefined;
  beforeAll(async () => {
    demo = await sharedDemo();
  });

  const search = async (page: Page, words: string) => {
    await page.keyboard.press('Control+k');
    await page.keyboard.type(words);
  };

  it('is all keyboard: Ctrl K, words, arrows, Enter, Esc', async () => {
    const { page, faults } = await browser.open(`${demo!.url}/today`);
    await page.waitForSelector('#likely');
    await search(page, 'syst');
    await page.locator('[role=option][aria-selected=true]', { hasText: 'Go to System' }).waitFor();
    expect(await hindrances(page)).toEqual([]);
    await page.keyboard.press('Enter');
    await page.waitForSelector('#sources');
    expect(new URL(page.url()).pathname).toBe('/system');
    await search(page, 'zzzz');
    await page.getByText('Nothing has these words').waitFor();
    // The first clears, the second closes.
    await page.keyboard.press('Escape');
    await page.keyboard.press('Escape');
    expect(await page.locator('dialog').count()).toBe(0);
    await search(page, 'new key');
    await page.locator('[role=option][aria-selected=true]', { hasText: 'New key…' }).waitFor();
    await page.keyboard.press('Enter');
    await page.getByLabel('Name').waitFor();
    expect(faults).toEqual([]);
    await page.close();
  });

  it('finds series by what the URL keeps, and moves within what it found', async () => {
    const { page } = await browser.open(`${demo!.url}/today?density=compact`);
    await page.waitForSelector('#likely');
    const [first] = (
      (await (await fetch(`${demo!.url}/api/v1/series?limit=1`)).json()) as { data: { dataset_name: string }[] }
    ).data;
    await search(page, first!.dataset_name);
    await page.locator('[role=option]').nth(1).waitFor();
    await page.keyboard.press('ArrowDown');
    expect(await page.locator('[role=option]').nth(1).getAttribute('aria-selected')).toBe('true');
    await page.keyboard.press('Enter');
    expect(new URL(page.url()).searchParams.get('density')).toBe('compact');
    await page.close();
  });
});

describeInBrowser('the page of the system, for those who may see a part', (browser) => {
  it('shows and counts nothing else, and says who can give more', async () => {
    const demo = await startDemo('--auth', 'keys');
    try {
      const { text: key } = await runDqs<{ text: string }>(
        demo,
        ...['keys', 'create', '--store', 'store', '--name', 'viewer', '--role'],
        'viewer',
        '--tenants',
        'nobody',
      );
      const { page } = await browser.open(`${demo.url}/system`);
      await page.evaluate((kept) => sessionStorage.setItem('dqs-key', kept), key);
      await page.reload();
      await page.waitForSelector('#sources');
      expect(await page.locator('#jobs, #self, #audit, #keys, #webhooks, .btns .btn').count()).toBe(0);
      expect(await page.locator('.title').textContent()).toContain('an admin sees it and can give it');
      expect(await page.locator('#sources .empty').count()).toBe(1);
      await page.close();
    } finally {
      await demo.stop();
    }
  });
});
