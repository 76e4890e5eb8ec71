import { execFileSync, spawnSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';

import { chromium, type BrowserContext, type Page } from 'playwright-core';

/** Chromium as Debian brings it; nothing is downloaded. */
const EXECUTABLE = pathOf('chromium');
const PDF_READER = pathOf('pdftotext');

const AXE = readFileSync(require.resolve('axe-core/axe.min.js'), 'utf8');

const FLAGS = [
  '--no-sandbox',
  '--disable-gpu',
  '--disable-quic',
  '--no-first-run',
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-sync',
];

/** The two widths that pages are made for: a desk and a telephone, in CSS pixels. */
export const WIDTHS = { desk: 1440, telephone: 400 } as const;

/** A browser with a profile of its own, closed after the tests of a file. */
export interface Browser {
  /**
   * Opens a file as a reader would. What goes wrong there is collected: errors of the script, messages on the console,
   * and every request for anything but the file itself.
   */
  open(path: string, options?: OpenOptions): Promise<OpenPage>;
}

/** How a page is opened. */
export interface OpenOptions {
  readonly width?: number;
  readonly scheme?: 'light' | 'dark';
}

/** An open page with the faults that showed so far. */
export interface OpenPage {
  readonly page: Page;
  readonly faults: readonly string[];
}

/** `describe` where the programs for it are installed; elsewhere the tests are skipped, and that is said aloud. */
export function describeInBrowser(title: string, tests: (browser: Browser) => void): void {
  const missing = [EXECUTABLE ? '' : 'chromium', PDF_READER ? '' : 'pdftotext'].filter((name) => name !== '');
  if (missing.length > 0)
    console.warn(`"${title}" is not tested: ${missing.join(' and ')} missing; npm run setup -- --peers installs it`);
  (missing.length > 0 ? describe.skip : describe)(title, () => tests(launched()));
}

function launched(): Browser {
  let context: BrowserContext | undefined;
  const profile = mkdtempSync(join(tmpdir(), 'dqs-browser-'));
  beforeAll(async () => {
    context = await chromium.launchPersistentContext(profile, {
      executablePath: EXECUTABLE,
      headless: true,
      args: FLAGS,
    });
  });
  afterAll(async () => {
    await context?.close();
    rmSync(profile, { recursive: true, force: true });
  });
  return { open: (path, options) => openPage(context!, path, options) };
}

async function openPage(context: BrowserContext, path: string, options: OpenOptions = {}): Promise<OpenPage> {
  const page = await context.newPage();
  const faults: string[] = [];
  const address = pathToFileURL(path).href;
  page.on('pageerror', (error) => faults.push(`script: ${error.message}`));
  page.on('console', (message) => faults.push(`console: ${message.text()}`));
  page.on('dialog', (dialog) => faults.push(`dialog: ${dialog.message()}`));
  page.on('request', (request) => {
    if (request.url() !== address) faults.push(`request: ${request.url()}`);
  });
  await page.setViewportSize({ width: options.width ?? WIDTHS.desk, height: 900 });
  await page.emulateMedia({ colorScheme: options.scheme ?? 'light' });
  await page.goto(address);
  return { page, faults };
}

/** How many pixels of the page stick out of the window at its right, 0 where it fits. */
export function overflowOf(page: Page): Promise<number> {
  return page.evaluate('document.documentElement.scrollWidth - document.documentElement.clientWidth');
}

/** Every element with text of its own that is smaller than 11 px. */
export function smallTexts(page: Page): Promise<string[]> {
  return page.evaluate(`[...document.querySelectorAll('body *')]
    .filter((element) => [...element.childNodes].some((node) => node.nodeType === 3 && node.textContent.trim() !== ''))
    .filter((element) => element.getClientRects().length > 0 && parseFloat(getComputedStyle(element).fontSize) < 11)
    .map((element) => element.outerHTML.slice(0, 80))`);
}

/**
 * What axe-core finds that keeps people from reading or using the page: rule and place.
 *
 * @param rules the rules to look at; all where left out.
 */
export async function hindrances(page: Page, rules?: readonly string[]): Promise<string[]> {
  const options = { resultTypes: ['violations'], ...(rules ? { runOnly: rules } : {}) };
  await page.evaluate(AXE);
  return page.evaluate(`axe.run(document, ${JSON.stringify(options)}).then(({ violations }) =>
    violations
      .filter(({ impact }) => impact === 'serious' || impact === 'critical')
      .flatMap(({ id, nodes }) => nodes.map(({ html, target }) => id + ': ' + target.join(' ') + ' ' + html.slice(0, 120))))`);
}

/** The cells of every row of the tables that a selector names, as they are read. */
export function rowsOf(page: Page, selector: string): Promise<string[][]> {
  return page.$$eval(selector, (rows) =>
    (rows as unknown as { readonly cells: Iterable<{ readonly textContent: string | null }> }[]).map((row) =>
      [...row.cells].map((cell) => (cell.textContent ?? '').trim()),
    ),
  );
}

/** What the page holds on paper, as text, cell by cell. */
export async function printed(page: Page): Promise<string> {
  const folder = mkdtempSync(join(tmpdir(), 'dqs-print-'));
  try {
    const path = join(folder, 'page.pdf');
    await page.pdf({ path, format: 'A4' });
    return execFileSync(PDF_READER!, ['-raw', path, '-'], { encoding: 'utf8' });
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

function pathOf(program: string): string | undefined {
  const found = spawnSync('sh', ['-c', `command -v ${program}`], { encoding: 'utf8' });
  return found.status === 0 ? found.stdout.trim() : undefined;
}
