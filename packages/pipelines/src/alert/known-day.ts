import type { ForecastFacts } from '@dqs/alerting';
import { belowTargets } from '@dqs/core/stats';
import { unpackDistributions, type Intervention, type LedgerForecasts, type LedgerStore } from '@dqs/ledger';

import { KnownResults, rowsBySeries } from './known-results.js';

/** What of a ledger alerting reads by day. */
export type DayStore = Pick<LedgerStore, 'forecasts' | 'revisions' | 'interventions'>;

/** All that a ledger keeps of a day up to a time, so that it can be asked what was known of it at any time before. */
export class KnownDay {
  readonly #rows: ReadonlyMap<number, readonly number[]>;
  readonly #interventions: ReadonlyMap<number, number>;
  readonly #pBelow: Float64Array;

  private constructor(
    readonly results: KnownResults,
    private readonly forecasts: LedgerForecasts,
    interventions: readonly Intervention[],
    targetOf: (series: number) => number,
  ) {
    this.#rows = rowsBySeries(forecasts.series);
    this.#interventions = new Map(interventions.map(({ series, at }) => [series, at]));
    this.#pBelow = chancesOfMissing(forecasts, targetOf);
  }

  /**
   * Reads what was forecast of a day.
   *
   * @param until nothing that was known later is read, milliseconds.
   * @param targetOf the pass percentage that a series should reach.
   * @param results of the day, known up to the same time.
   */
  static async read(
    store: DayStore,
    day: number,
    until: number,
    targetOf: (series: number) => number,
    results: KnownResults | Promise<KnownResults> = KnownResults.read(store, day, until),
  ): Promise<KnownDay> {
    const query = { from: day, to: day, knownAt: until, arms: ['champion'] as const };
    return new KnownDay(await results, await store.forecasts(query), await store.interventions(query), targetOf);
  }

  get day(): number {
    return this.results.day;
  }

  /** Numbers of the series that have forecasts. */
  get forecastSeries(): Iterable<number> {
    return this.#rows.keys();
  }

  /** The row of the champion's last live forecast that was made by a time; undefined without one. */
  forecastRow(series: number, at: number): number | undefined {
    const end = this.results.firstAt(series);
    let found: number | undefined;
    for (const row of this.#rows.get(series) ?? []) {
      const { issuedAt } = this.issueOf(row);
      // A forecast is live if it was made before the first result of its day.
      if (issuedAt > at || issuedAt >= end) continue;
      if (found === undefined || issuedAt >= this.issueOf(found).issuedAt) found = row;
    }
    return found;
  }

  /** Probability of missing the target that a forecast gives. */
  pBelow(row: number): number {
    return this.#pBelow[row]!;
  }

  /** Which version made a forecast, and when. */
  issueOf(row: number): LedgerForecasts['issues'][number] {
    return this.forecasts.issues[this.forecasts.issue[row]!]!;
  }

  /** The forecast of a row as rules see it. */
  forecast(row: number): ForecastFacts {
    const { numbers, flags } = this.forecasts;
    const naive = numbers.naivePassPercentage[row]!;
    return {
      day: this.day,
      pBelowTarget: this.pBelow(row),
      expected: numbers.expectedPassPercentage[row]!,
      predicted: numbers.predictedPassPercentage[row]!,
      lower80: numbers.lower80[row]!,
      upper80: numbers.upper80[row]!,
      lower95: numbers.lower95[row]!,
      upper95: numbers.upper95[row]!,
      naive: Number.isNaN(naive) ? null : naive,
      flags: this.issueOf(row).flagNames.filter((_, bit) => (flags[row]! >> bit) & 1),
    };
  }

  /** Whether a person had stepped in by a time. */
  isIntervened(series: number, at: number): boolean {
    const from = this.#interventions.get(series);
    return from !== undefined && from <= at;
  }
}

/** Forecasts were made against a target; where it is another now, the odds are read off their distributions. */
function chancesOfMissing({ series, numbers, distributions }: LedgerForecasts, targetOf: (series: number) => number) {
  const targets = Float64Array.from(series, targetOf);
  const isSame = targets.every((target, row) => target === numbers.targetPercentage[row]);
  if (isSame) return numbers.pBelowTarget;
  const below = belowTargets(unpackDistributions(distributions), targets);
  const { offsets } = distributions;
  return below.map((chance, row) => {
    if (targets[row] === numbers.targetPercentage[row]) return numbers.pBelowTarget[row]!;
    const isOneValue = offsets[row] === offsets[row + 1];
    return isOneValue ? Number(numbers.predictedPassPercentage[row]! < targets[row]!) : chance;
  });
}
