/**
 * A year of a system that runs by itself, with a planted shift of the regime in its middle: is the champion replaced, and how good
 * are the live forecasts before, after and at the end? `node --conditions=@dqs/source --import tsx packages/runtime/bench/retraining-year.bench.ts`
 */
import { formatDay } from '@dqs/core';
import { GRADE_STATUS } from '@dqs/ledger';

import { WORKS, type Operation } from '../src/index.js';
import { Automation, FIRST_DAY, weekends } from '../tests/support/automation.js';

const LEARNED = 120;
const DAYS = LEARNED + 365;
const POLICY = `
triggers: { schedule: { every: 28d }, degraded: { pools: 1 } }
limits: { cool_down: 7d, per_week: 1, back_off: { after: 10, pause: 14d } }
gates: { better: { evidence: e-value }, naive_skill: { above: 0 } }
shadow: { days: 7 }
approval: auto
watch: { days: 14, samples: 50 }
`;

/** Live errors of the champion and of the naive forecast beside it on some days. */
async function errorsOn({ ledger }: Automation, from: number, to: number) {
  const query = { from: FIRST_DAY + from, to: FIRST_DAY + to - 1, arms: ['champion'] as const };
  const { numbers, status } = await ledger.grades(query);
  const rows = [...status.keys()].filter((row) => status[row] === GRADE_STATUS.graded);
  const mean = (column: Float64Array) => rows.reduce((sum, row) => sum + Math.abs(column[row]!), 0) / rows.length;
  const [mae, naive] = [mean(numbers.error), mean(numbers.naiveError)];
  return { mae, skill: 1 - mae / naive };
}

/** Lives the year. */
async function live(shift: number): Promise<void> {
  const began = performance.now();
  const system = await Automation.begin(weekends(shift), LEARNED, POLICY);
  const settings = { ...system.settings, servedRetraining: system.policy, threads: 1 };
  const digest = () => Promise.reject(new Error('nobody sends one'));
  const operation: Operation = { settings, deliveries: system.deliveries, digest, ...system.operation };
  const works = WORKS.filter(({ isAutomation }) => isAutomation);
  for (let offset = LEARNED + 1; offset <= DAYS; offset += 1) {
    await system.morning(offset);
    system.at(offset, 7);
    for (const work of works) {
      for (const { key, data = {} } of await work.due(operation, system.now)) {
        const { events = [] } = await work.run(operation, { key, data }, system.hooks);
        for (const { type, subject, data: told } of events) {
          const { start, verdict } = told as { start?: boolean; verdict?: string };
          if (type !== 'retraining.decided' || start)
            console.log(formatDay(FIRST_DAY + offset), type, subject, verdict ?? '');
        }
      }
    }
  }
  const spans = [
    ['before', shift - 56, shift],
    ['four weeks after', shift, shift + 28],
    ['last eight weeks', DAYS - 56, DAYS - 1],
  ] as const;
  for (const [name, from, to] of spans) {
    const { mae, skill } = await errorsOn(system, from, to);
    console.log(`${name}: MAE ${mae.toFixed(2)}, skill ${skill.toFixed(3)}`);
  }
  const moves = await system.registry.aliasHistory('orders', 'production');
  console.log(`${moves.length - 1} promotions in ${((performance.now() - began) / 1000).toFixed(0)} s`);
  system.end();
}

await live(LEARNED + 180);
