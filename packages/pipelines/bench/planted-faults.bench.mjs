// Whether planted drops of 2, 5, 10 and 30 points are found, and how many days after the first results that show them: simulated
// operations of 32 quiet series (two sources, two rules, eight datasets, ten executions a day, nine of ten pass), each pool with a
// drop of its own for 28 days, over several seeds (DQS_BENCH_SEEDS, 8). `falseDays` counts days on which something else was found.
import { MemoryStore, PanelBuilder, Random } from '@dqs/core';
import { MemoryLedger } from '@dqs/ledger';
import { simulateOperation, trainModel } from '@dqs/pipelines';

const [FIRST, DAYS, FROM] = [20_454, 170, 20_514];
const SEEDS = Number(process.env.DQS_BENCH_SEEDS ?? 8);
const POINTS = [2, 5, 10, 30];
const POOLS = ['crm', 'erp'].flatMap((source) => ['101', '102'].map((rule) => ({ source, rule })));

function quietPanel(seed) {
  const random = new Random(seed);
  const builder = new PanelBuilder();
  for (const { source, rule } of POOLS) {
    for (let dataset = 0; dataset < 8; dataset += 1) {
      const name = `${source}-${dataset}`;
      const key = { source, tenantId: 't', datasetUuid: name, datasetName: name, ruleCode: rule };
      for (let day = 0; day < DAYS; day += 1) {
        const passes = Array.from({ length: 10 }, () => random.next()).filter((one) => one < 0.9).length;
        builder.addCounts(key, FIRST + day, {
          passes,
          fails: 10 - passes,
          errors: 0,
          recordCount: 5,
          filteredCount: NaN,
        });
        builder.addLevel(key, 'ATTRIBUTE', 10);
      }
    }
  }
  return builder.build();
}

async function simulate(seed) {
  const panel = quietPanel(seed);
  const known = new PanelBuilder();
  known.addPanel(panel, (day) => day < FROM);
  const trained = await trainModel(known.build(), { spec: 'classic', rounds: 20, limits: false, threads: 1 });
  const bundle = { manifest: { ...trained.bundle.manifest, files: {} }, predictor: trained.predictor };
  const version = { arm: 'champion', model: 'bench', version: '1', bundle };
  // Each amount falls on another pool with every seed.
  const faults = POINTS.map((amount, i) => ({
    kind: 'drop',
    amount,
    from: FROM + 55 + 3 * i,
    days: 28,
    scope: POOLS[(i + seed) % POOLS.length],
  }));
  const stores = { artifacts: new MemoryStore(), ledger: new MemoryLedger() };
  const report = await simulateOperation(panel, [version], stores, { from: FROM, faults, seed });
  trained.predictor.model.close();
  return report;
}

const found = new Map(POINTS.map((points) => [points, []]));
let [falseDays, days] = [0, 0];
for (let seed = 1; seed <= SEEDS; seed += 1) {
  const report = await simulate(seed);
  for (const fault of report.faults) found.get(fault.amount).push(fault.found);
  falseDays += new Set(report.others.map(({ date }) => date)).size;
  days += report.days;
}
for (const [points, outcomes] of found) {
  const delays = outcomes.filter((one) => one !== null).map(({ delayDays }) => delayDays);
  const sorted = delays.sort((a, b) => a - b);
  const figures = {
    planted: outcomes.length,
    found: delays.length,
    medianDelayDays: sorted[sorted.length >> 1] ?? null,
  };
  console.log(JSON.stringify({ points, ...figures, mostDelayDays: sorted.at(-1) ?? null }));
}
console.log(JSON.stringify({ days, falseDays }));
