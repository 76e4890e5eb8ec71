import { createHash } from 'node:crypto';

import { buildFrame, observedRequests, SeriesHistory } from '../src/index.js';
import { contractOf, FIRST_GROUPS, SPECS } from './support/frames.js';
import { MONDAY, panelOf, type DayCounts } from './support/panels.js';

/** Three datasets of two rules over 90 days, with gaps, bad weeks and days of one execution; nothing is left to chance. */
function days(): DayCounts[] {
  return Array.from({ length: 90 * 6 }, (_, n): DayCounts => {
    const [day, series] = [Math.floor(n / 6), n % 6];
    const executions = 1 + ((n * 2_654_435_761) % 97) * (series === 5 ? 0 : 1);
    const fails = day % 13 < 3 ? (n * 40_503) % (executions + 1) : 0;
    const at = { dataset: `d${series >> 1}`, rule: `r${series & 1}`, day: MONDAY + day };
    return { ...at, passes: executions - fails, fails };
  }).filter((_, n) => (n * 7_919) % 11 !== 0);
}

// A model was trained with these very numbers: where they have to change, the version of the spec goes up.
const SHA256: Readonly<Record<(typeof SPECS)[number], string>> = {
  classic: '1f15ca5a7d1035a88076618f4dbf6bee9420341ff7511fd8c094373a20154f9a',
  extended: '41e2a9e60fc252bc6a1ae18398077a40df10b359d7dc914debf7538e45f649a5',
  naive: 'f1b4061ff2cdd8fe67ea420500465ff69c7a7be7df02633a961ffc1bede9f8b7',
};

it.each(SPECS)('the features of the spec %s have the bytes that models were trained with', (spec) => {
  const panel = panelOf(days());
  const history = SeriesHistory.fromPanel(panel);
  const texts = [1, 4].flatMap((horizon) => {
    const requests = observedRequests(history, { fromDay: MONDAY, toDay: MONDAY + 90, horizon });
    // As text every number is told exactly, and a NaN is the same on every processor.
    return buildFrame(contractOf(spec, panel, FIRST_GROUPS), history, requests).columns.map(({ values }) =>
      values.join(),
    );
  });
  expect(createHash('sha256').update(texts.join('\n')).digest('hex')).toBe(SHA256[spec]);
});
