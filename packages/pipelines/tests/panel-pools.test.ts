import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

import { FileBulkStore, FileStore, PanelBuilder, Random } from '@dqs/core';
import { buildFrame, featureSpec, fitContract, SeriesHistory } from '@dqs/features';
import { partOfDataset, partsOfTask, poolPanelSet, readPools, replaceInPanelSet, type PoolGroup } from '@dqs/ingestion';

const FIRST_DAY = 20_000;
const DAYS = 40;
const TASKS = 7;
/** The dataset that stands in for those of other parts. */
const OTHERS = 'others';
/** What needs more of the other parts than counts: the residuals of their series, which are sums of fractions. */
const OF_RESIDUALS = ['all_residual_1_day', 'all_residual_7_day', 'rule_residual_1_day', 'rule_residual_7_day'];

let folder: string;
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'dqs-pools-'));
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));

function log() {
  const random = new Random(11);
  const builder = new PanelBuilder();
  for (let dataset = 0; dataset < 30; dataset += 1) {
    for (const ruleCode of ['101', '102', '103']) {
      const key = {
        source: 'S',
        tenantId: dataset % 3 === 0 ? 'A' : 'B',
        datasetUuid: `d-${dataset}`,
        datasetName: 'D',
        ruleCode,
      };
      for (let day = 0; day < DAYS; day += 1) {
        if (random.next() < 0.3) continue;
        const count = (most: number) => Math.floor(random.next() * most);
        const counts = { passes: count(90), fails: count(9), errors: count(3) };
        builder.addCounts(key, FIRST_DAY + day, { ...counts, recordCount: Number.NaN, filteredCount: Number.NaN });
      }
    }
  }
  return builder.build();
}

it('pools of a set and the datasets of a part give every column of the whole history to the bit, but those of residuals', async () => {
  const panel = log();
  const place = { artifacts: new FileStore(folder), bulk: new FileBulkStore(folder) };
  for (let task = 0; task < TASKS; task += 1) {
    await replaceInPanelSet(place, { panel, parts: partsOfTask(task, TASKS) });
  }
  await poolPanelSet(place, 'set');
  const pools = await readPools(place, 'set');
  const whole = SeriesHistory.fromPanel(panel);
  const contract = fitContract(featureSpec('extended'), whole, { upToDay: FIRST_DAY + 30 });
  const requestsOf = (history: SeriesHistory) => history.requests({ day: FIRST_DAY + 31, asOf: FIRST_DAY + 30 });
  const expected = columnsOf(whole, contract);
  let rows = 0;
  const differing = new Set<string>();
  for (let task = 0; task < TASKS; task += 1) {
    const { first, last } = partsOfTask(task, TASKS);
    const isOwn = (uuid: string) => partOfDataset(uuid) >= first && partOfDataset(uuid) <= last;
    const part = SeriesHistory.fromPanel(withPools(panel, isOwn, pools));
    const columns = columnsOf(part, contract);
    for (const [row, series] of requestsOf(part).series.entries()) {
      const { datasetUuid, tenantId, ruleCode } = part.series[series]!;
      if (!isOwn(datasetUuid) || datasetUuid === OTHERS) continue;
      rows += 1;
      const other = requestsOf(whole).series.indexOf(whole.find({ datasetUuid, tenantId, ruleCode }));
      for (const [name, values] of columns)
        if (!Object.is(values[row], expected.get(name)![other])) differing.add(name);
    }
  }
  expect([...differing].sort()).toEqual(OF_RESIDUALS);
  expect(rows).toBe(whole.series.length);

  function columnsOf(history: SeriesHistory, of: typeof contract) {
    const frame = buildFrame(of, history, requestsOf(history));
    return new Map(frame.columns.map(({ name, values }) => [name, values]));
  }
});

/** The datasets of a part, and beside them one dataset for each tenant that makes the counts of all parts what they are. */
function withPools(panel: ReturnType<typeof log>, isOwn: (uuid: string) => boolean, pools: readonly PoolGroup[]) {
  const builder = new PanelBuilder();
  const own = new Map<string, { passes: number; fails: number; errors: number }>();
  const { cells, keys } = panel;
  for (let i = 0; i < cells.key.length; i += 1) {
    const key = keys[cells.key[i]!]!;
    if (!isOwn(key.datasetUuid)) continue;
    const counts = { passes: cells.passes[i]!, fails: cells.fails[i]!, errors: cells.errors[i]! };
    builder.addCounts(key, cells.day[i]!, { ...counts, recordCount: Number.NaN, filteredCount: Number.NaN });
    const id = JSON.stringify([key.tenantId, key.ruleCode, cells.day[i]]);
    const known = own.get(id) ?? { passes: 0, fails: 0, errors: 0 };
    own.set(id, {
      passes: known.passes + counts.passes,
      fails: known.fails + counts.fails,
      errors: known.errors + counts.errors,
    });
  }
  for (const { tenantId, ruleCode, days } of pools) {
    if (ruleCode === null) continue;
    for (const [day, all] of days) {
      const { passes, fails, errors } = own.get(JSON.stringify([tenantId, ruleCode, day])) ?? {
        passes: 0,
        fails: 0,
        errors: 0,
      };
      const rest = { passes: all.passes - passes, fails: all.fails - fails, errors: all.errors - errors };
      const key = { source: 'S', tenantId, datasetUuid: OTHERS, datasetName: '', ruleCode };
      builder.addCounts(key, day, { ...rest, recordCount: Number.NaN, filteredCount: Number.NaN });
    }
  }
  return builder.build();
}
