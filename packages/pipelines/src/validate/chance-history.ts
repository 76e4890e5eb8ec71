import { PanelBuilder, Random } from '@dqs/core';
import { SeriesHistory } from '@dqs/features';

/**
 * A history in which nothing can be known beforehand: every day of a series gets an outcome drawn by chance from the days
 * of that series, with replacement, so that even the last one does not follow from the others.
 *
 * @param maxRows observed days to have at most, as whole datasets drawn by chance; one dataset at least.
 */
export function chanceHistory(
  history: SeriesHistory,
  { seed, maxRows }: { seed: number; maxRows: number },
): SeriesHistory {
  const random = new Random(seed);
  const builder = new PanelBuilder();
  for (const series of sampledSeries(history, maxRows, random)) {
    const { tenantId, datasetUuid, datasetName, ruleCode } = history.series[series]!;
    const key = { source: '', tenantId, datasetUuid, datasetName, ruleCode };
    const [start, end] = [history.offsets[series]!, history.offsets[series + 1]!];
    for (let i = start; i < end; i += 1) {
      const drawn = start + random.integer(end - start);
      const passes = history.passes[drawn]!;
      const counts = {
        passes,
        fails: history.executions[drawn]! - passes,
        errors: 0,
        recordCount: NaN,
        filteredCount: NaN,
      };
      builder.addCounts(key, history.day[i]!, counts);
    }
  }
  return SeriesHistory.fromPanel(builder.build());
}

/** Series of whole datasets, since features look at neighbours within a dataset. */
function sampledSeries(history: SeriesHistory, maxRows: number, random: Random): number[] {
  const byDataset = new Map<string, number[]>();
  history.series.forEach(({ tenantId, datasetUuid }, s) => {
    const id = JSON.stringify([tenantId, datasetUuid]);
    byDataset.set(id, [...(byDataset.get(id) ?? []), s]);
  });
  const datasets = [...byDataset.values()].map((members) => ({ members, order: random.next() }));
  datasets.sort((a, b) => a.order - b.order);
  const chosen: number[] = [];
  let rows = 0;
  for (const { members } of datasets) {
    const size = members.reduce((sum, s) => sum + history.offsets[s + 1]! - history.offsets[s]!, 0);
    if (chosen.length > 0 && rows + size > maxRows) continue;
    chosen.push(...members);
    rows += size;
  }
  return chosen.sort((a, b) => a - b);
}
