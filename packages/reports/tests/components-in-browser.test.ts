import { execFileSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';

import { describeInBrowser, hindrances } from '../../../tools/jest/browser.cjs';

const folder = mkdtempSync(join(tmpdir(), 'dqs-components-'));
const page = join(folder, 'dashboard.html');

describeInBrowser('the components in an app of React', (browser) => {
  // Fails where anything of Node is imported: a browser has none of it.
  beforeAll(() => {
    const tsup = join(dirname(require.resolve('tsup/package.json')), 'dist', 'cli-default.js');
    const entry = join(__dirname, 'programs', 'dashboard.tsx');
    const options = ['--no-config', '--platform', 'browser', '--format', 'iife', '--minify', '--out-dir', folder];
    execFileSync(process.execPath, [tsup, entry, ...options], { cwd: join(__dirname, '..'), stdio: 'pipe' });
    const script = readFileSync(join(folder, 'dashboard.global.js'), 'utf8').replaceAll('</script', '<\\/script');
    writeFileSync(
      page,
      `<!doctype html><html lang="en"><title>DQS</title><body><script>${script}</script></body></html>`,
    );
  });

  afterAll(() => rmSync(folder, { recursive: true, force: true }));

  it('draw, and follow the pointer and the arrow keys', async () => {
    const { page: tab, faults } = await browser.open(page);
    await tab.waitForSelector('.plot');
    expect(await tab.locator('.dots circle').count()).toBe(3);
    const readout = () => tab.locator('.readout [data-cell]').allTextContents();
    expect(await readout()).toEqual(['Sun 4 May 2025', '91.0', '92.0']);
    const plot = (await tab.locator('.plot').boundingBox())!;
    await tab.mouse.move(plot.x + 0.4 * plot.width, plot.y + 40);
    expect(await readout()).toEqual(['Fri 2 May 2025', '93.0', '–']);
    await tab.focus('.scrub');
    await tab.keyboard.press('ArrowRight');
    expect(await readout()).toEqual(['Sat 3 May 2025', '90.0', '88.0']);
    await tab.check('.seg input[value=table]', { force: true });
    expect(await tab.locator('.values').isVisible()).toBe(true);
    expect(await hindrances(tab)).toEqual([]);
    expect(faults).toEqual([]);
    await tab.close();
  });
});
