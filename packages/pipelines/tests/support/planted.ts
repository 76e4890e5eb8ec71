import { PanelBuilder, Random, type DailyPanel } from '@dqs/core';
import { exceedanceAt, type DayCounts, type ExceedanceTable } from '@dqs/core/stats';
import { observedRequests, SeriesHistory, type ObservedRequests } from '@dqs/features';

import { FIRST_DAY } from './panels.js';
import { logistic, logit, PLANTED_KINDS, type PlantedDay, type PlantedKind } from './planted-days.js';

/** Shape of a planted history. */
export interface PlantedShape {
  readonly kind: PlantedKind;
  /** Executions a day. */
  readonly executions: number;
  readonly datasets?: number;
  readonly rules?: number;
  readonly days?: number;
  readonly seed?: number;
}

/** A history whose every day came from a known distribution; its last fifth is to be forecast. */
export interface PlantedHistory {
  /** The first four fifths of the days. */
  readonly training: DailyPanel;
  readonly history: SeriesHistory;
  /** One request for each result of the last fifth, one day ahead. */
  readonly requests: ObservedRequests;
  readonly came: DayCounts;
  /** Probability of 0 … n passes, by request. */
  readonly truth: readonly Float64Array[];
}

const TEST_SHARE = 0.2;
/** Usual levels of the rules lie in between. */
const LEVELS = [0.6, 0.97] as const;
/** Standard deviation of the datasets' levels around their rule's, in logits. */
const DATASET_SPREAD = 0.4;

/** Plants a history: the same shape, the same history. */
export function plantedHistory({
  kind,
  executions,
  datasets = 3,
  rules = 4,
  days = 150,
  seed = 1,
}: PlantedShape): PlantedHistory {
  const random = new Random(seed);
  const builder = new PanelBuilder();
  const planted = new Map<string, PlantedDay[]>();
  for (let rule = 0; rule < rules; rule += 1) {
    const usual = LEVELS[0] + (LEVELS[1] - LEVELS[0]) * random.next();
    for (let dataset = 0; dataset < datasets; dataset += 1) {
      const level = logistic(logit(usual) + DATASET_SPREAD * random.normal());
      const made = PLANTED_KINDS[kind]({ executions, days, level, random });
      planted.set(`${dataset} ${101 + rule}`, made);
      addSeries(builder, dataset, rule, executions, made);
    }
  }
  return split(builder.build(), planted, days);
}

function addSeries(
  builder: PanelBuilder,
  dataset: number,
  rule: number,
  executions: number,
  days: readonly PlantedDay[],
): void {
  const key = {
    source: 'S',
    tenantId: 'T',
    datasetUuid: `${dataset}`,
    datasetName: `Dataset ${dataset}`,
    ruleCode: `${101 + rule}`,
  };
  days.forEach(({ passes }, day) =>
    builder.addCounts(key, FIRST_DAY + day, {
      passes,
      fails: executions - passes,
      errors: 0,
      recordCount: 100,
      filteredCount: NaN,
    }),
  );
  builder.addLevel(key, 'ATTRIBUTE', executions * days.length);
}

function split(panel: DailyPanel, planted: ReadonlyMap<string, readonly PlantedDay[]>, days: number): PlantedHistory {
  const firstTestDay = FIRST_DAY + Math.round((1 - TEST_SHARE) * days);
  const training = new PanelBuilder();
  training.addPanel(panel, (day) => day < firstTestDay);
  const history = SeriesHistory.fromPanel(panel);
  const requests = observedRequests(history, { fromDay: firstTestDay, toDay: FIRST_DAY + days - 1, horizon: 1 });
  const { series, targetDay, entry } = requests;
  return {
    training: training.build(),
    history,
    requests,
    came: {
      passes: entry.map((i) => history.passes[i]!),
      executions: entry.map((i) => history.executions[i]!),
    },
    truth: Array.from(series, (of, row) => {
      const { datasetUuid, ruleCode } = history.series[of]!;
      return planted.get(`${datasetUuid} ${ruleCode}`)![targetDay[row]! - FIRST_DAY]!.truth;
    }),
  };
}

/** Mean CRPS over some forecasts, in percentage points, results being drawn from the truth for ever. */
export interface ExpectedScores {
  /** Of the truth itself: ∫ S (1 − S). */
  readonly ofTruth: number;
  /** What the forecast has more, never negative: ∫ (S of the forecast − S of the truth)². */
  readonly excess: number;
}

/** The expected CRPS of forecasts of the days whose distributions are known; exact, no draw is made. */
export function expectedScores(table: ExceedanceTable, truth: readonly Float64Array[]): ExpectedScores {
  let [ofTruth, excess] = [0, 0];
  truth.forEach((chances, row) => {
    const n = chances.length - 1;
    let reached = 0;
    for (let m = n; m >= 1; m -= 1) {
      reached += chances[m]!;
      ofTruth += (reached * (1 - reached)) / n;
      excess += (exceedanceAt(table, row, m) - reached) ** 2 / n;
    }
  });
  const scale = 100 / truth.length;
  // A certain day's probabilities may add up to a rounding more than 1.
  return { ofTruth: Math.max(0, scale * ofTruth), excess: scale * excess };
}
