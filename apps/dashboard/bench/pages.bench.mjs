// The pages with 10,000 series × 365 days in Chromium, as people use them: `dqs serve` on a store as bench/operation.bench.mjs leaves
// it, which DQS_BENCH_STORE names; without it one is made, which takes half an hour. It must end on the day before today.
// Of each page's twin: the first answer, times of the next ones, bytes, compressed bytes. In the browser: when the largest part of a
// page is painted (LCP) and how much JavaScript has come by then, how long after a key or a click the next frame is painted (INP), and
// the longest frame while the list of series is scrolled. Then a day's results come in while a worker runs and 50 follow the
// events and ask for what they look at, as pages do: how long after the sending the first event comes, after the last event the last page.
import { execFile, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { promisify } from 'node:util';

import { chromium } from 'playwright-core';

import { percentile } from '../../../tools/bench/percentile.mjs';
import { dqsProgram, inRoot } from '../../../tools/workspace/paths.mjs';

const ASKED = Number(process.env.DQS_BENCH_ASKED ?? 30);
const LOADS = Number(process.env.DQS_BENCH_LOADS ?? 5);
const FOLLOWERS = 50;
/** How long is waited for a first event, and after the last one. */
const [LONGEST_MS, QUIET_MS] = [180_000, 15_000];
const DAY = 86_400_000;
const TODAY = Math.floor(Date.now() / DAY) * DAY;
const print = (record) => console.log(JSON.stringify(record));
const round = (value) => Math.round(value * 10) / 10;

const folder = mkdtempSync(join(tmpdir(), 'dqs-bench-pages-'));
const POLICY = `apiVersion: dqs/v1
kind: AlertPolicy
metadata: { name: main }
rules:
  - { id: risk, when: p_below_target >= 0.6, clear: p_below_target < 0.4 }
  - { id: below, when: 'fails_beyond(target, alpha=0.01)', keep_firing: 2 good results }
incidents: { group_by: [source, dataset] }
routes: [{ to: [mail] }]
receivers: { mail: { email: { to: [data@example.com] }, at: '07:45' } }
`;

/** A store of a year. */
async function storeOfAYear() {
  if (process.env.DQS_BENCH_STORE) return process.env.DQS_BENCH_STORE;
  const store = join(folder, 'store');
  const last = new Date(TODAY).toISOString().slice(0, 10);
  const env = { ...process.env, DQS_BENCH_KEEP: store, DQS_BENCH_LAST: last };
  await promisify(execFile)(process.execPath, [inRoot('bench', 'operation.bench.mjs')], { env });
  return store;
}

/** Starts the program beside the store, and waits until it says something, if that is waited for. */
async function started(command, store, said, ...more) {
  const policy = join(folder, 'policy.yaml');
  writeFileSync(policy, POLICY);
  const args = [dqsProgram, command, '--store', store, '--policy', policy, ...more];
  const process_ = spawn(process.execPath, args, { cwd: folder, stdio: ['ignore', 'ignore', 'pipe'] });
  if (said === undefined) return { process: process_ };
  let log = '';
  process_.stderr.setEncoding('utf8').on('data', (text) => (log += text));
  for (;;) {
    const found = said.exec(log);
    if (found) return { process: process_, url: found[1] };
    if (process_.exitCode !== null) throw new Error(`expected dqs ${command}, got:\n${log}`);
    await sleep(50);
  }
}

async function stopped({ process: one }) {
  if (one.exitCode !== null) return;
  one.kill('SIGTERM');
  await once(one, 'exit');
}

async function timed(work) {
  const start = performance.now();
  const value = await work();
  return [performance.now() - start, value];
}

async function measureTwin(url, page, path) {
  const [first, answer] = await timed(() => read(url + path));
  const times = [];
  for (let i = 0; i < ASKED; i += 1) times.push((await timed(() => read(url + path)))[0]);
  times.sort((a, b) => a - b);
  print({
    page,
    firstMs: round(first),
    p50Ms: round(percentile(times, 0.5)),
    p95Ms: round(percentile(times, 0.95)),
    kb: round(answer.bytes / 1000),
    sentKb: round(answer.sent / 1000),
  });
}

/** Asks as a browser does, and counts what is sent. */
async function read(url) {
  const answer = await fetch(url, { headers: { 'accept-encoding': 'gzip' } });
  if (!answer.ok) throw new Error(`expected ${url} to be answered, got ${answer.status}`);
  const text = await answer.text();
  return { text, bytes: Buffer.byteLength(text), sent: Number(answer.headers.get('content-length')) };
}

/** Runs in the page: collects what the browser tells of painting and of what people do. */
const WATCH = () => {
  window.told = { lcp: 0, events: [], frames: [] };
  const watch = (type, take) =>
    new PerformanceObserver((list) => list.getEntries().forEach(take)).observe({
      type,
      buffered: true,
      durationThreshold: 16,
    });
  watch('largest-contentful-paint', ({ startTime }) => (window.told.lcp = startTime));
  watch('event', ({ duration, interactionId, name }) => interactionId && window.told.events.push([name, duration]));
};

async function opened(browser, url, path) {
  const page = await browser.newPage({ viewport: { width: 1440, height: 900 } });
  await page.addInitScript(WATCH);
  await page.goto(url + path);
  await page.waitForSelector('main .card');
  await page.waitForFunction(() => window.told.lcp > 0);
  return page;
}

async function measurePainting(browser, url, name, path) {
  const painted = [];
  let script = 0;
  for (let i = 0; i < LOADS; i += 1) {
    const page = await opened(browser, url, path);
    await page.waitForTimeout(500);
    painted.push(await page.evaluate(() => window.told.lcp));
    if (i === 0) script = await page.evaluate(scriptBytes);
    await page.close();
  }
  painted.sort((a, b) => a - b);
  print({
    painted: name,
    lcpMs: round(percentile(painted, 0.5)),
    worstLcpMs: round(painted.at(-1)),
    scriptKb: round(script / 1000),
  });
}

const scriptBytes = () =>
  performance
    .getEntriesByType('resource')
    .filter(({ name }) => name.endsWith('.js'))
    .reduce((sum, { encodedBodySize }) => sum + encodedBodySize, 0);

/** The longest interaction of each kind, of several. */
async function measureActs(browser, url) {
  for (const [name, path, act] of ACTS) {
    const page = await opened(browser, url, path);
    await page.waitForTimeout(500);
    await page.evaluate(() => (window.told.events = []));
    await act(page);
    await page.waitForTimeout(300);
    const events = await page.evaluate(() => window.told.events);
    print({ act: name, inpMs: Math.max(0, ...events.map(([, duration]) => duration)), measured: events.length });
    await page.close();
  }
}

const ACTS = [
  ['move by keys', '/series?group=flat', (page) => repeat(20, () => page.keyboard.press('j'))],
  ['sort', '/series?group=flat', (page) => repeat(3, () => page.click('button.sort:has-text("Odds")'))],
  ['unfold a group', '/series?group=source', (page) => repeat(4, () => page.locator('.fold').first().click())],
  ['select all', '/series?group=flat', (page) => repeat(2, () => page.click('.tick-all input'))],
  ['filter', '/series?group=flat', (page) => page.locator('input.filter').pressSequentially('state:failing')],
  [
    'search',
    '/today',
    async (page) => {
      await page.keyboard.press('Control+k');
      await page.keyboard.type('source 1', { delay: 50 });
    },
  ],
  ['move by keys, today', '/today', (page) => repeat(10, () => page.keyboard.press('j'))],
  [
    'go to pages',
    '/today',
    (page) =>
      repeat(4, async (i) => {
        await page.keyboard.press('g');
        await page.keyboard.press('siqt'[i]);
        await page.waitForTimeout(400);
      }),
  ],
];

async function repeat(times, work) {
  for (let i = 0; i < times; i += 1) await work(i);
}

/** Frames while the list is scrolled through by the wheel. */
async function measureScrolling(browser, url) {
  const page = await opened(browser, url, '/series?group=flat');
  await page.waitForSelector('table.series tr[data-row]');
  await page.waitForTimeout(500);
  await page.evaluate(() => {
    let last = performance.now();
    const frame = (now) => {
      window.told.frames.push(now - last);
      last = now;
      requestAnimationFrame(frame);
    };
    requestAnimationFrame(frame);
  });
  await page.mouse.move(700, 500);
  await repeat(120, async () => {
    await page.mouse.wheel(0, 400);
    await page.waitForTimeout(16);
  });
  const frames = (await page.evaluate(() => window.told.frames.slice(2))).sort((a, b) => a - b);
  print({
    scrolled: 'series',
    frames: frames.length,
    p50Ms: round(percentile(frames, 0.5)),
    p99Ms: round(percentile(frames, 0.99)),
    longestMs: round(frames.at(-1)),
    over50: frames.filter((one) => one > 50).length,
  });
  await page.close();
}

/** A day's results for all series; they follow what was last known. */
async function deliver(url) {
  const { columns } = await (await fetch(`${url}/series.json?group=flat`)).json();
  const day = new Date(TODAY - DAY).toISOString().slice(0, 10);
  const lines = columns.id.map((id, row) => {
    const dataset = id.slice(id.indexOf('/') + 1, id.lastIndexOf('/'));
    const about = { source: columns.source[row], tenant_id: columns.tenant[row], dataset_uuid: dataset };
    const results = row % 9 === 0 ? 'FAILED' : 'PASSED';
    return JSON.stringify({
      ...about,
      dataset_name: columns.dataset[row],
      rule_code: columns.rule[row],
      business_date: day,
      results,
    });
  });
  const headers = { 'content-type': 'application/x-ndjson' };
  return timed(() => fetch(`${url}/api/v1/results`, { method: 'POST', headers, body: `${lines.join('\n')}\n` }));
}

/** Follows the events, and asks for a page 200 ms after each, as pages do; the last time at which what it got was another. */
async function follower(url, path, signal) {
  const seen = { eventAt: [], changedAt: 0 };
  let last = (await read(url + path)).text.replace(/"knownAt":\d+/, '');
  let timer;
  const look = async () => {
    const { text } = await read(url + path);
    const now = text.replace(/"knownAt":\d+/, '');
    if (now !== last) seen.changedAt = Date.now();
    last = now;
    seen.askedAt = Date.now();
  };
  const { body } = await fetch(`${url}/api/v1/events`, { signal });
  (async () => {
    for await (const chunk of body.pipeThrough(new TextDecoderStream())) {
      if (!/^event: /m.test(chunk)) continue;
      seen.eventAt.push(Date.now());
      clearTimeout(timer);
      timer = setTimeout(look, 200);
    }
  })().catch(() => undefined);
  return seen;
}

async function measureFollowers(url, paths) {
  const ended = new AbortController();
  const all = await Promise.all(
    Array.from({ length: FOLLOWERS }, (_, i) => follower(url, paths[i % paths.length], ended.signal)),
  );
  const worker = await started('worker', store, undefined);
  // Until what was due before is done.
  await sleep(QUIET_MS);
  for (const one of all) Object.assign(one, { eventAt: [], changedAt: 0, askedAt: 0 });
  const begun = Date.now();
  const [sent] = await deliver(url);
  // Until nothing has happened for a while.
  const lastEvent = () => Math.max(0, ...all.flatMap(({ eventAt }) => eventAt.slice(-1)));
  while (lastEvent() === 0 ? Date.now() - begun < LONGEST_MS : Date.now() - lastEvent() < QUIET_MS) await sleep(100);
  ended.abort();
  await stopped(worker);
  const event = lastEvent();
  print({
    followers: FOLLOWERS,
    sendMs: round(sent),
    firstEventAfterMs: Math.min(...all.flatMap(({ eventAt }) => eventAt.slice(0, 1))) - begun,
    events: Math.max(...all.map(({ eventAt }) => eventAt.length)),
    lastCurrentAfterEventMs: Math.max(...all.map(({ askedAt = 0 }) => askedAt)) - event,
    changed: all.filter(({ changedAt }) => changedAt > 0).length,
  });
}

const store = await storeOfAYear();
const api = await started('api', store, /(http:\/\/127[\d.:]+)/, '--port', '0', '--rate-limit', '1000000');
const { url } = api;
const browser = await chromium.launch({ executablePath: '/usr/bin/chromium', args: ['--no-sandbox', '--disable-gpu'] });
try {
  const { columns } = await (await fetch(`${url}/series.json?sort=odds&group=flat`)).json();
  const incident = (await (await fetch(`${url}/incidents.json`)).json()).rows[0]?.id;
  const pages = {
    today: '/today',
    series: '/series',
    'one series': `/series/${encodeURIComponent(columns.id[0])}`,
    incidents: '/incidents',
    ...(incident && { 'one incident': `/incidents/${encodeURIComponent(incident)}` }),
    alerts: '/alerts',
    models: '/models',
    quality: '/quality',
    system: '/system',
  };
  for (const [name, path] of Object.entries({ ...pages, frame: '/frame' }))
    await measureTwin(url, name, `${path}.json`);
  for (const [name, path] of Object.entries(pages)) await measurePainting(browser, url, name, path);
  await measureActs(browser, url);
  await measureScrolling(browser, url);
  await measureFollowers(
    url,
    Object.values(pages).map((path) => `${path}.json`),
  );
} finally {
  await browser.close();
  await stopped(api);
  rmSync(folder, { recursive: true, force: true });
}
