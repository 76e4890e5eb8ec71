import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

import { describeInBrowser, overflowOf, printed, rowsOf, WIDTHS } from './support/browser.js';
import { dqs, scratchFolder } from './support/dqs.js';
import { expectFine, QUICK_TRAINING, smallBundle, smallHistory } from './support/fixtures.js';

/** A dataset name that would run if it ever became markup, and that is long enough to break a layout. */
const EVIL = `</script></style><img src=x onerror=alert(1)>${'long'.repeat(30)}`;

interface Check {
  readonly section: string;
  readonly name: string;
  readonly verdict: 'pass' | 'fail' | 'inconclusive';
}

const folder = scratchFolder();
const at = (name: string) => join(folder, name);
const PAGES = ['backtest', 'validation', 'comparison', 'search', 'experiment'] as const;

describeInBrowser('the HTML pages in a browser', (browser) => {
  const json: Record<string, never> = {};

  beforeAll(async () => {
    const plain = await smallHistory(folder, 'plain.csv');
    const history = at('history.csv');
    const name = /^(?:[^,]*,){3}([^,]*),/m.exec(readFileSync(plain, 'utf8').split('\n')[1]!)![1]!;
    writeFileSync(history, readFileSync(plain, 'utf8').replaceAll(`,${name},`, `,"${EVIL}",`));
    const model = await smallBundle(folder, history);
    const run = async (page: string, ...args: string[]) => {
      const { stdout, stderr, code } = await dqs([...args, '--html', at(`${page}.html`), '--json'], { cwd: folder });
      if (code !== 0 && code !== 3) throw new Error(`${args.join(' ')}: ${code} ${stderr}`);
      json[page] = JSON.parse(stdout) as never;
    };
    await run('backtest', 'backtest', '-i', history, ...QUICK_TRAINING, '--folds', '2');
    await run('validation', 'validate', '--model', model, '-i', history, '--limit', 'minSkill=0.99');
    const naive = ['--only', 'naive', 'ridge', '--folds', '1'];
    await run('comparison', 'backends', 'compare', '-i', history, '--spec', 'classic', ...naive);
    await run('search', 'tune', '-i', history, '--spec', 'classic', '--rounds', '20', '--trials', '3');
    const other = at('other');
    await expectFine(['train', '-i', history, ...QUICK_TRAINING, '--rounds', '40', '--out', other]);
    const arms = ['--control', model, '--treatment', other];
    await run('experiment', 'experiment', 'replay', '-i', history, ...arms);
  }, 180_000);

  describe.each(PAGES)('%s', (name) => {
    it.each(['light', 'dark'] as const)(
      'opens without an error and asks for nothing outside the file (%s)',
      async (scheme) => {
        const { page, faults } = await browser.open(at(`${name}.html`), { scheme });
        expect(await page.title()).not.toBe('');
        const seen = await page.evaluate('getComputedStyle(document.body).backgroundColor');
        expect(seen).toBe(scheme === 'light' ? 'rgb(246, 247, 249)' : 'rgb(18, 22, 29)');
        expect(await page.$$('img')).toHaveLength(0);
        expect(faults).toEqual([]);
        await page.close();
      },
    );

    it.each(Object.entries(WIDTHS))('fits a %s without scrolling sideways', async (_name, width) => {
      const { page } = await browser.open(at(`${name}.html`), { width });
      expect(await overflowOf(page)).toBe(0);
      await page.close();
    });

    it('changes its theme at the press of its button', async () => {
      const { page, faults } = await browser.open(at(`${name}.html`), { scheme: 'dark' });
      await page.click('#theme');
      expect(await page.evaluate('getComputedStyle(document.body).backgroundColor')).toBe('rgb(246, 247, 249)');
      expect(faults).toEqual([]);
      await page.close();
    });

    it('prints every row of its tables', async () => {
      const { page } = await browser.open(at(`${name}.html`), { scheme: 'dark' });
      const rows = await rowsOf(page, 'table tbody tr');
      const paper = squeezed(await printed(page));
      const lost = rows.flatMap((cells) => cells.filter((cell) => !paper.includes(squeezed(cell))));
      expect(lost).toEqual([]);
      await page.close();
    });
  });

  it('the validation shows each check of the JSON once, failures first, under a header that counts them', async () => {
    const { page } = await browser.open(at('validation.html'));
    const { checks } = json['validation'] as unknown as { readonly checks: readonly Check[] };
    const rows = await rowsOf(page, 'tr.check');
    expect(rows.map(([verdict, check]) => `${verdict} ${check}`).sort()).toEqual(
      checks.map(({ verdict, name }) => `${verdict} ${name}`).sort(),
    );
    expect(checks.some(({ verdict }) => verdict === 'fail')).toBe(true);
    expect(rows[0]![0]).toBe('fail');
    const count = (verdict: Check['verdict']) => rows.filter(([shown]) => shown === verdict).length;
    expect(await page.textContent('header p')).toContain(
      `does not pass: ${count('pass')} checks passed, ${count('fail')} failed, ${count('inconclusive')} inconclusive`,
    );
    for (const section of await page.$$('section:has(tr.check)')) {
      const order = await section.$$eval('tr.check th', (cells) => cells.map((cell) => cell.textContent));
      expect(order).toEqual([...order].sort((a, b) => ORDER.indexOf(a!) - ORDER.indexOf(b!)));
    }
    await page.close();
  });

  it('the backtest has a row for each series of the JSON, filters them and shows the chart that was chosen', async () => {
    const { page, faults } = await browser.open(at('backtest.html'));
    const { series } = json['backtest'] as unknown as { readonly series: readonly { readonly mae: number }[] };
    const rows = await rowsOf(page, '#series-table tbody tr');
    expect(rows.map((cells) => cells[3])).toEqual(series.map(({ mae }) => mae.toFixed(2)));
    expect(rows.some(([dataset]) => dataset === EVIL)).toBe(true);
    await page.fill('#filter', 'onerror=alert');
    const shown = await page.$$eval('#series-table tbody tr:not([hidden])', (found) => found.length);
    expect(shown).toBe(rows.filter(([dataset]) => dataset === EVIL).length);
    await page.click('[data-step="1"]');
    expect(await page.getAttribute('figure[data-series]:not([hidden])', 'data-series')).toBe('1');
    expect(faults).toEqual([]);
    await page.close();
  });

  it('a chart tells its values under the pointer', async () => {
    const { page, faults } = await browser.open(at('backtest.html'));
    await page.hover('svg.chart');
    expect(await page.textContent('#tip')).toMatch(/^\d{4}-\d\d-\d\d.*actual: [\d.]+ %/);
    expect(faults).toEqual([]);
    await page.close();
  });

  it('the search has a row for each trial and the comparison one for each backend', async () => {
    const search = await browser.open(at('search.html'));
    const { trials } = json['search'] as unknown as { readonly trials: readonly { readonly number: number }[] };
    const shown = await rowsOf(search.page, '#series-table tbody tr');
    expect(shown.map(([number]) => Number(number))).toEqual(trials.map(({ number }) => number));
    const comparison = await browser.open(at('comparison.html'));
    const { backends } = json['comparison'] as unknown as {
      readonly backends: readonly { readonly backend: string }[];
    };
    const names = (await rowsOf(comparison.page, 'table tbody tr')).map(([name]) => name);
    expect(names.slice(0, -1)).toEqual(backends.map(({ backend }) => backend));
    expect(names.at(-1)).toMatch(/^best naive: /);
  });
});

const ORDER = ['fail', 'inconclusive', 'pass'];

/** Without the white space and the line ends that a page breaks texts at. */
function squeezed(text: string): string {
  return text.replace(/\s+/g, '');
}
