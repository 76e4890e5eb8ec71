// Takes pictures of pages: node scripts/pictures.mjs URL FOLDER [path …], at 1440, 1024 and 400 pixels, light and dark.
// Needs Debian's chromium. `--print` adds what paper shows, as PDF.
import { mkdirSync } from 'node:fs';
import { join } from 'node:path';

import { chromium } from 'playwright-core';

const WIDTHS = [1440, 1024, 400];
const DEFAULT_PATHS = ['/today', '/series', '/incidents', '/alerts', '/models', '/quality', '/system'];

const args = process.argv.slice(2).filter((arg) => arg !== '--print');
const [url, folder, ...named] = args;
if (url === undefined || folder === undefined) {
  console.error(
    'expected the address of a server and a folder: node scripts/pictures.mjs http://127.0.0.1:8080 pictures',
  );
  process.exit(2);
}
mkdirSync(folder, { recursive: true });
const browser = await chromium.launch({ executablePath: '/usr/bin/chromium', args: ['--no-sandbox', '--disable-gpu'] });
for (const path of named.length > 0 ? named : DEFAULT_PATHS) {
  const name = path.split('?')[0].slice(1).replace(/\W+/g, '-') || 'today';
  for (const width of WIDTHS) {
    for (const scheme of ['light', 'dark']) {
      const page = await browser.newPage({ viewport: { width, height: 900 }, colorScheme: scheme });
      page.on('console', (message) => message.type() === 'error' && console.error(`${path}: ${message.text()}`));
      page.on('pageerror', (error) => console.error(`${path}: ${error.message}`));
      await page.goto(url + path, { waitUntil: 'load' });
      // The stream of events never ends, so nobody waits for the network to be idle.
      await page.waitForSelector('main :is(.card, .bar)', { timeout: 15_000 }).catch(() => undefined);
      await page.waitForTimeout(400);
      await page.screenshot({ path: join(folder, `${name}-${width}-${scheme}.png`), fullPage: true });
      if (process.argv.includes('--print') && width === 1440 && scheme === 'light')
        await page.pdf({ path: join(folder, `${name}.pdf`), format: 'A4' });
      await page.close();
    }
  }
}
await browser.close();
