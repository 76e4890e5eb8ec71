import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

import type { NeedFacts, TodayFacts } from '@dqs/alerting';
import { STATE_LOOKS } from '@dqs/core/wording';

import { digestMail } from '../src/index.js';
import { todayText } from '../src/text.js';
import { STATES, THEMES } from '../src/tokens/tokens.js';
import { describeInBrowser, hindrances, overflowOf, smallTexts } from '../../../tools/jest/browser.cjs';
import { EVIL } from './support/results.js';
import { BUSY, QUIET } from './support/today.js';

const FIXTURES = join(__dirname, 'fixtures/digest');
const MORNINGS = { busy: BUSY, quiet: QUIET } as const;
const names = Object.keys(MORNINGS) as (keyof typeof MORNINGS)[];

/** Expects a mail to be the one that people have looked at; `DQS_GOLDEN=write` writes it anew. */
function expectGolden(name: string, text: string): void {
  const path = join(FIXTURES, name);
  if (process.env['DQS_GOLDEN'] === 'write') {
    mkdirSync(FIXTURES, { recursive: true });
    writeFileSync(path, text);
  }
  expect(text).toBe(readFileSync(path, 'utf8'));
}

describe('the digest', () => {
  it.each(names)('of a %s morning is the mail of its golden files', (name) => {
    const { subject, text, html } = digestMail(MORNINGS[name]);
    expectGolden(`${name}.txt`, `Subject: ${subject}\n\n${text}`);
    expectGolden(`${name}.html`, html);
  });

  it('has a subject that says how many, and on a quiet morning that it is quiet', () => {
    expect(digestMail(BUSY).subject).toBe('3 need you, 12 likely to fail (6 new) · Thu 26 Nov');
    expect(digestMail(QUIET).subject).toBe('All quiet · Thu 26 Nov');
    expect(digestMail({ ...BUSY, needs: [], likely: [] }).subject).toBe('2 late · Thu 26 Nov');
    const [need] = BUSY.needs;
    expect(digestMail({ ...QUIET, needs: [need!] }).subject).toBe('1 needs you · Thu 26 Nov');
  });

  it('begins with the one sentence of the page, in singular where it is one', () => {
    const { needs, likely } = BUSY;
    const one = { ...QUIET, needs: needs.slice(0, 1), likely: likely.slice(1, 2) };
    const { text } = digestMail({ ...one, yesterday: { right: 0, wrong: 0, fixed: 1, waiting: 0, missed: 0 } });
    expect(text).toContain(
      "1 incident needs you. 1 series will probably miss its target today, newly. Of yesterday's 1 warning, 1 was fixed in time; we missed nothing.",
    );
    expect(digestMail(BUSY).text).toContain(
      "3 incidents need you. 12 series will probably miss their target today, 6 of them newly. Of yesterday's 9 warnings, 6 came true, 1 did not and 2 still wait; we missed 3.",
    );
  });

  it('drops nothing that was held back: what has no room is counted', () => {
    const held = Array.from({ length: 200 }, (_, i) => ({ what: `series ${i}`, why: 'over the budget' }));
    for (const content of [digestMail({ ...BUSY, held }).text, digestMail({ ...BUSY, held }).html]) {
      expect(content).toContain('series 29: over the budget.');
      expect(content).not.toContain('series 30:');
      expect(content).toContain('and 170 more');
    }
  });

  it('says of odds that were rare nothing about how often they came true', () => {
    const record = [{ from: 0.8, to: 1, hits: 3, said: 19 }];
    expect(digestMail({ ...BUSY, record }).text).not.toContain('came true 3 of 19');
  });

  it('takes names from the data as texts, in the mail and in its lines', () => {
    const likely = BUSY.likely.map((one) => ({ ...one, dataset: EVIL, reason: `${EVIL}\nline`, owner: EVIL }));
    const needs = BUSY.needs.map((one) => ({ ...one, title: EVIL, holder: EVIL }));
    const { html, text } = digestMail({ ...BUSY, likely, needs, organization: EVIL });
    expect(html).not.toContain(EVIL);
    expect(text.split('\n').filter((line) => line.startsWith('line'))).toEqual([]);
  });

  it('speaks of one and of several, and of what was fixed or waits', () => {
    const lead = (facts: TodayFacts) => digestMail(facts).text.split('\n\n')[1];
    const yesterday = { right: 1, wrong: 0, fixed: 2, waiting: 1, missed: 0 };
    expect(
      lead({ ...QUIET, likely: BUSY.likely.slice(1, 3).map((one) => ({ ...one, isNew: false })), yesterday }),
    ).toBe(
      'Everything has arrived, and nothing needs you. 2 series will probably miss their target today. ' +
        "Of yesterday's 4 warnings, 1 came true, 2 were fixed in time and 1 still waits; we missed nothing.",
    );
    expect(lead({ ...QUIET, late: BUSY.late, likely: BUSY.likely.slice(0, 1) })).toBe(
      'Nothing needs you. 1 series will probably miss its target today. Yesterday had no warning; we missed nothing.',
    );
    const { subject, html } = digestMail({
      ...QUIET,
      late: BUSY.late.slice(1),
      likely: BUSY.likely.slice(0, 1),
      yesterday,
    });
    expect(subject).toBe('1 likely to fail, 1 late · Thu 26 Nov');
    expect(html).toContain('crm is late. Yesterday 4 warnings: 1 right, 0 false, 2 fixed, 1 waiting; 0 missed.');
  });

  it('says where nobody owns, holds or explains a thing, and has no link where there is no page', () => {
    const need: NeedFacts = { incident: 'INC-1', state: 'resolved', title: 'Fixed', sentence: 'All passed.' };
    const { owner: _, reason: __, url: ___, forecast, ...likely } = BUSY.likely[0]!;
    const facts = { ...QUIET, needs: [need], likely: [{ ...likely, forecast: { ...forecast, naive: null } }] };
    const { text, html } = digestMail(facts);
    expect(text.split('\n\n').slice(2, 4)).toEqual([
      'Needs you (worst first)\n  ✓ Resolved: Fixed\n    INC-1, no owner. Nobody has it. All passed.',
      'Likely to fail today (by cost)\n  81\u00a0%  orders · references  92.5 (86–99, target 97)\n    No owner',
    ]);
    expect(html).not.toContain('<a ');
    expect(html).not.toContain('naive');
  });

  it('is in the terminal the same without what belongs to a mail', () => {
    const { text } = digestMail(BUSY);
    expect(todayText(BUSY)).toBe(`${text.split('\n\n').slice(0, -1).join('\n\n')}\n`);
  });

  it('has the colours and words of the pages', () => {
    for (const state of STATES) expect(STATE_LOOKS[state].colour).toBe(THEMES.light[state]);
    expect(STATE_LOOKS.resolved.colour).toBe(THEMES.light.ok);
  });
});

const folder = mkdtempSync(join(tmpdir(), 'dqs-mail-'));
const at = (name: string) => join(folder, `${name}.html`);
for (const name of names) writeFileSync(at(name), digestMail(MORNINGS[name]).html);
afterAll(() => rmSync(folder, { recursive: true, force: true }));

describeInBrowser('the mail in a browser', (browser) => {
  it.each(names)('hinders nobody, asks for nothing and has no picture (%s)', async (name) => {
    const { page, faults } = await browser.open(at(name));
    expect(await hindrances(page)).toEqual([]);
    expect(faults).toEqual([]);
    expect(await page.$$('img, svg, script, link, style')).toHaveLength(0);
    await page.close();
  });

  it.each([320, 400, 600, 1440])('fits a window of %d px, no text below 11 px', async (width) => {
    const { page } = await browser.open(at('busy'), { width });
    expect(await overflowOf(page)).toBe(0);
    expect(await smallTexts(page)).toEqual([]);
    await page.close();
  });

  it('is 600 px wide where there is room', async () => {
    const { page } = await browser.open(at('busy'));
    const width = await page.evaluate('document.querySelector("table table").getBoundingClientRect().width');
    expect(width).toBe(600);
    await page.close();
  });
});
