import { parse } from 'csv-parse/sync';

import { describeInBrowser, hindrances, overflowOf, smallTexts, WIDTHS } from '../../../tools/jest/browser.cjs';
import { runDqs, startDemo, type DemoServer } from './support/demo.js';

jest.setTimeout(900_000);

const POLICY = `apiVersion: dqs/v1
kind: AlertPolicy
metadata: { name: pages-test }
defaults: { target: 95 }
rules:
  - id: slo_risk # before the day
    when: p_below_target >= 0.6
    clear: p_below_target < 0.4 # hysteresis
  - { id: trial, when: pass_percentage < target, dry_run: true }
routes: [{ to: [chat] }]
budgets: [{ owner: '*', pages: 3 per 7d, overflow: digest }]
receivers:
  chat: { webhook: { url: 'https://hooks.example.org/dqs', secret: { env: DQS_SECRET_HOOK } } }
  digest: { email: { to: 'team@example.com' }, at: '07:45' }
tests:
  - name: odds of 70 % are told
    series: { dataset: orders, rule: '104', pass: [100], p_below_target: [0.7] }
    expect: [{ day: 0, sent: [chat] }]
`;

describeInBrowser('the page of alerts', (browser) => {
  let demo: DemoServer | undefined;
  beforeAll(async () => {
    demo = await startDemo();
    const url = `${demo.url}/api/v1/policies/alerts`;
    const etag = (await fetch(url)).headers.get('etag');
    const condition = etag === null ? ['if-none-match', '*'] : ['if-match', etag];
    const headers = Object.fromEntries([['content-type', 'application/json'], condition]) as Record<string, string>;
    const put = await fetch(url, { method: 'PUT', headers, body: JSON.stringify({ text: POLICY }) });
    expect(put.status).toBe(200);
    await runDqs(demo, 'alerts', 'tick', '--store', 'store', '--registry', 'registry', '--no-send');
  });
  afterAll(() => demo?.stop());

  const opened = async (path: string, options = {}) => {
    const found = await browser.open(demo!.url + path, options);
    await found.page.waitForSelector('main .tabs');
    return found;
  };

  it('shows who is told and who is not, row by row as its twin', async () => {
    const { page, faults } = await opened('/alerts');
    await page.waitForSelector('#live tbody tr[data-row]');
    const rows = parse(await (await fetch(`${demo!.url}/alerts.csv`)).text(), { columns: true }) as Record<
      string,
      string
    >[];
    const shown = await page
      .locator('#live tbody tr[data-row]')
      .evaluateAll((all) => all.map((row) => row.querySelector('.nm > :first-child')!.textContent));
    expect(shown).toEqual(rows.map((row) => row['what']));
    expect(await page.locator('#live').textContent()).toContain('Dry run');
    expect(faults).toEqual([]);
    await page.close();
  });

  it.each(['live', 'policy', 'silences', 'deliveries'])('can be read and used at every width: %s', async (tab) => {
    for (const width of Object.values(WIDTHS)) {
      const { page, faults } = await opened(`/alerts?tab=${tab}`, { width, scheme: width < 500 ? 'dark' : 'light' });
      await page.waitForSelector('main .card');
      expect([await overflowOf(page), await smallTexts(page), await hindrances(page)]).toEqual([0, [], []]);
      expect(faults).toEqual([]);
      await page.close();
    }
  });

  it('says of a policy that is written what is wrong, at its line, and keeps it until it is taken back', async () => {
    const { page } = await opened('/alerts?tab=policy');
    const area = page.locator('.editor textarea');
    await area.fill(POLICY.replace('p_below_target >= 0.6', 'p_below >= 0.6'));
    await page.waitForSelector('.remarks .wrong');
    expect(await page.locator('.remarks .wrong').textContent()).toMatch(/line 7:11.*expected/);
    expect(await page.locator('#diff .del').textContent()).toContain('p_below_target >= 0.6');
    await page.reload();
    await page.waitForSelector('#diff .add');
    await page.getByRole('button', { name: 'Take back' }).click();
    expect(await area.inputValue()).toBe(POLICY);
    expect(await page.locator('#diff').count()).toBe(0);
    await page.close();
  });

  it('runs the tests that the policy holds', async () => {
    const { page } = await opened('/alerts');
    await page.getByRole('link', { name: 'Run the policy’s tests' }).click();
    await page.waitForSelector('#tests li', { timeout: 60_000 });
    expect(await page.locator('#tests').textContent()).toContain('1 of 1 pass');
    await page.close();
  });

  it('says what a silence is about before it is made, and takes it back', async () => {
    const { page } = await opened('/alerts?tab=silences');
    await page.keyboard.press('m');
    const dialog = page.locator('dialog[open]');
    await dialog.getByLabel('Patterns for dataset').fill('*');
    await page.waitForFunction(() => /It matches \d+ series/.test(document.querySelector('dialog')!.textContent));
    const makes = dialog.getByRole('button', { name: 'Silence', exact: true });
    expect(await makes.isDisabled()).toBe(true);
    await dialog.getByLabel('Why').fill('<b>Migration</b>');
    await makes.click();
    await page.waitForSelector('#silences tbody tr');
    expect(await page.locator('#silences tbody').textContent()).toContain('<b>Migration</b>');
    await page.keyboard.press('z');
    await page.waitForFunction(() => document.querySelector('#silences tbody')?.textContent?.includes('Over'));
    await page.close();
  });

  it('simulates another threshold, shows the change, and puts it in force', async () => {
    const { page, faults } = await opened('/alerts?tab=simulate&days=28');
    await page.getByLabel('Warn from odds of').fill('70');
    await page.waitForSelector('.sim:not(.stale)', { timeout: 300_000 });
    expect(await page.locator('.sim tbody tr').first().textContent()).toMatch(/^Warnings\d+\d+$/);
    expect(await page.locator('#diff :is(.add, .del)').allTextContents()).toEqual([
      '    when: p_below_target >= 0.6',
      '    when: p_below_target >= 0.7',
    ]);
    expect(await page.locator('#simulate svg[role=img]').count()).toBe(2);
    expect([await overflowOf(page), await hindrances(page)]).toEqual([0, []]);
    await page.getByRole('button', { name: 'Propose this policy…' }).click();
    expect(await page.locator('dialog[open]').textContent()).toMatch(/In the last 28 days: \d+/);
    await page.getByRole('button', { name: 'Put it in force' }).click();
    await page.waitForSelector('#diff', { state: 'detached' });
    const kept = (await (await fetch(`${demo!.url}/api/v1/policies/alerts`)).json()) as { text: string };
    expect(kept.text).toBe(POLICY.replace('>= 0.6', '>= 0.7'));
    expect(faults).toEqual([]);
    await page.close();
  });
});
