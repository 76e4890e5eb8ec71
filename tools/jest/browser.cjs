// Chromium as Debian brings it, for tests of what is looked at; nothing is downloaded. Types and their meaning are in browser.d.cts.
const { execFileSync, spawnSync } = require('node:child_process');
const { mkdtempSync, readFileSync, rmSync } = require('node:fs');
const { tmpdir } = require('node:os');
const { join } = require('node:path');
const { pathToFileURL } = require('node:url');

const { chromium } = require('playwright-core');

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

const TIMEOUT_MS = 100_000;

const WIDTHS = { desk: 1440, small: 1024, telephone: 400 };

function describeInBrowser(title, tests) {
  const missing = [EXECUTABLE ? '' : 'chromium', PDF_READER ? '' : 'pdftotext'].filter((name) => name !== '');
  if (missing.length > 0)
    console.warn(`"${title}" is not tested: ${missing.join(' and ')} missing; npm run setup -- --peers installs it`);
  (missing.length > 0 ? describe.skip : describe)(title, () => tests(launched()));
}

function launched() {
  let context;
  const profile = mkdtempSync(join(tmpdir(), 'dqs-browser-'));
  beforeAll(async () => {
    context = await chromium.launchPersistentContext(profile, {
      executablePath: EXECUTABLE,
      headless: true,
      args: FLAGS,
    });
    // As with jest: what hangs must end, a slow machine must not fail it.
    context.setDefaultTimeout(TIMEOUT_MS);
  });
  afterAll(async () => {
    await context?.close();
    rmSync(profile, { recursive: true, force: true });
  });
  return { open: (pathOrUrl, options) => openPage(context, pathOrUrl, options) };
}

async function openPage(context, pathOrUrl, { width = WIDTHS.desk, scheme = 'light' } = {}) {
  const page = await context.newPage();
  const faults = [];
  const isServed = /^https?:/.test(pathOrUrl);
  const address = isServed ? pathOrUrl : pathToFileURL(pathOrUrl).href;
  const isOwn = (url) =>
    isServed ? new URL(url).origin === new URL(address).origin || /^(?:blob|data):/.test(url) : url === address;
  page.on('pageerror', (error) => faults.push(`script: ${error.message}`));
  page.on('console', (message) => faults.push(`console: ${message.text()}`));
  page.on('dialog', (dialog) => faults.push(`dialog: ${dialog.message()}`));
  page.on('request', (request) => {
    if (!isOwn(request.url())) faults.push(`request: ${request.url()}`);
  });
  await page.setViewportSize({ width, height: 900 });
  await page.emulateMedia({ colorScheme: scheme });
  await page.goto(address);
  return { page, faults };
}

function overflowOf(page) {
  return page.evaluate('document.documentElement.scrollWidth - document.documentElement.clientWidth');
}

function smallTexts(page) {
  return page.evaluate(`[...document.querySelectorAll('body *')]
    .filter((element) => [...element.childNodes].some((node) => node.nodeType === 3 && node.textContent.trim() !== ''))
    .filter((element) => element.getClientRects().length > 0 && parseFloat(getComputedStyle(element).fontSize) < 11)
    .map((element) => element.outerHTML.slice(0, 80))`);
}

async function hindrances(page, rules) {
  const options = { resultTypes: ['violations'], ...(rules ? { runOnly: rules } : {}) };
  // By the protocol, which no policy of the page forbids.
  await page.evaluate(AXE);
  return page.evaluate(`axe.run(document, ${JSON.stringify(options)}).then(({ violations }) =>
    violations
      .filter(({ impact }) => impact === 'serious' || impact === 'critical')
      .flatMap(({ id, nodes }) => nodes.map(({ html, target }) => id + ': ' + target.join(' ') + ' ' + html.slice(0, 120))))`);
}

function rowsOf(page, selector) {
  return page.$$eval(selector, (rows) =>
    rows.map((row) => [...row.cells].map((cell) => (cell.textContent ?? '').trim())),
  );
}

async function printed(page) {
  const folder = mkdtempSync(join(tmpdir(), 'dqs-print-'));
  try {
    const path = join(folder, 'page.pdf');
    await page.pdf({ path, format: 'A4' });
    return execFileSync(PDF_READER, ['-raw', path, '-'], { encoding: 'utf8' });
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

function pathOf(program) {
  const found = spawnSync('sh', ['-c', `command -v ${program}`], { encoding: 'utf8' });
  return found.status === 0 ? found.stdout.trim() : undefined;
}

module.exports = { WIDTHS, describeInBrowser, overflowOf, smallTexts, hindrances, rowsOf, printed };
