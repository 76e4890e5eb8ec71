import { PanelBuilder, Random, type DailyPanel } from '@dqs/core';

import { checkDay, trainModel, type CheckReport, type LoadedBundle } from '../../src/index.js';
import { loadedInMemory } from '../support/loaded-in-memory.js';
import { FIRST_DAY } from '../support/panels.js';

const TRAINED = 120;
const CHECKED = 120;
const LIMIT = 0.1;
/** Three standard errors of a share of {@link LIMIT} over the checked days. */
const NOISE = 3 * Math.sqrt((LIMIT * (1 - LIMIT)) / CHECKED);

interface World {
  readonly series: number;
  /** Most executions of a day; the number of a day is drawn from 1 on. */
  readonly executions: number;
  /** How much all series move together from day to day, in log-odds, with a memory of some days. */
  readonly together: number;
  readonly seed: number;
}

/** The days of a world in which nothing ever happens: chances that move slowly, and chance. */
function quietDays({ series, executions, together, seed }: World): DailyPanel {
  const random = new Random(seed);
  const levels = Array.from({ length: series }, () => 1.5 + 2 * random.next());
  const builder = new PanelBuilder();
  let common = 0;
  for (let offset = 0; offset < TRAINED + CHECKED; offset += 1) {
    common = 0.7 * common + Math.sqrt(1 - 0.7 ** 2) * together * random.normal();
    levels.forEach((level, one) => {
      const chance = 1 / (1 + Math.exp(-level - common));
      const n = 1 + random.integer(executions);
      let passes = 0;
      for (let i = 0; i < n; i += 1) if (random.next() < chance) passes += 1;
      const counts = { passes, fails: n - passes, errors: 0, recordCount: NaN, filteredCount: NaN };
      builder.addCounts(keyOf(one), FIRST_DAY + offset, counts);
    });
  }
  return builder.build();
}

function keyOf(one: number) {
  const dataset = Math.floor(one / 5);
  return {
    source: 'S',
    tenantId: 'T',
    datasetUuid: `dataset-${dataset}`,
    datasetName: `Dataset ${dataset}`,
    ruleCode: `${101 + (one % 5)}`,
  };
}

/** A model that knows the first days of a panel. */
async function modelOf(panel: DailyPanel): Promise<LoadedBundle> {
  const builder = new PanelBuilder();
  builder.addPanel(panel, (day) => day < FIRST_DAY + TRAINED);
  const known = builder.build();
  return loadedInMemory(await trainModel(known, { spec: 'classic', rounds: 20, limits: false }), known);
}

const checked = (bundle: LoadedBundle, panel: DailyPanel, offset: number): CheckReport =>
  checkDay(bundle, panel, { day: FIRST_DAY + TRAINED + offset, limit: LIMIT, threads: 1 });

describe('the check of quiet days', () => {
  it.each([
    ['many executions a day', { series: 30, executions: 40, together: 0, seed: 1 }],
    ['one to three executions a day', { series: 30, executions: 3, together: 0, seed: 2 }],
    ['series that move together from day to day', { series: 30, executions: 12, together: 0.5, seed: 3 }],
    ['a single series', { series: 5, executions: 10, together: 0, seed: 4 }],
  ])('finds something on no more of them than asked for: %s', async (_, world) => {
    const panel = quietDays(world);
    const bundle = await modelOf(panel);
    const days = Array.from({ length: CHECKED }, (_day, offset) => checked(bundle, panel, offset));
    const share = days.filter(({ passed }) => !passed).length / CHECKED;
    expect(share).toBeLessThanOrEqual(LIMIT + NOISE);
    expect(days.every(({ missing, results }) => missing.length === 0 && results.length === world.series)).toBe(true);
    bundle.predictor.model.close();
  });

  it('finds planted drops, and names them first', async () => {
    const world = { series: 30, executions: 40, together: 0, seed: 5 };
    const quiet = quietDays(world);
    const bundle = await modelOf(quiet);
    let found = 0;
    const random = new Random(9);
    for (let trial = 0; trial < 40; trial += 1) {
      const day = FIRST_DAY + TRAINED + trial;
      const victim = random.integer(world.series);
      const builder = new PanelBuilder();
      const isHit = (at: number, key: number) =>
        at === day &&
        quiet.keys[key]!.ruleCode === keyOf(victim).ruleCode &&
        quiet.keys[key]!.datasetUuid === keyOf(victim).datasetUuid;
      builder.addPanel(quiet, (at, key) => !isHit(at, key));
      // A third of the executions pass where eight or nine of ten do.
      builder.addCounts(keyOf(victim), day, { passes: 7, fails: 13, errors: 0, recordCount: NaN, filteredCount: NaN });
      const { passed, results } = checked(bundle, builder.build(), trial);
      const [worst] = results;
      const { datasetUuid, ruleCode } = keyOf(victim);
      if (!passed && worst!.datasetUuid === datasetUuid && worst!.ruleCode === ruleCode) found += 1;
    }
    expect(found).toBeGreaterThanOrEqual(36);
    bundle.predictor.model.close();
  });
});
