import { MS_PER_DAY, Random } from '@dqs/core';
import { belowTargets, binomialTable, summarizeTable } from '@dqs/core/stats';
import { gradeChangedDays, MemoryLedger, packDistributions, type IssueBatch, type RevisionBatch } from '@dqs/ledger';

/** First day of operations: 2026-01-01. */
export const FIRST_DAY = 20_454;
const HOUR_MS = 3_600_000;
const EXECUTIONS = 12;
const TARGET = 90;

/** An operation of some series, two rules on one source, day by day. */
export class OperatedLedger {
  readonly ledger = new MemoryLedger();
  readonly #random: Random;
  readonly #count: number;
  #numbers: Int32Array = new Int32Array();
  #entry = 0;

  constructor(seed: number, series = 8) {
    this.#random = new Random(seed);
    this.#count = series;
  }

  /** Forecasts of days, issued at noon before, and their results, which arrive in the morning after; then grades. */
  async run(from: number, to: number, passRate = 0.9): Promise<void> {
    const series = Array.from({ length: this.#count }, (_, i) => ({
      tenantId: 't',
      datasetUuid: `d${i}`,
      datasetName: `D${i}`,
      ruleCode: `${100 + (i % 2)}`,
      level: 'ROW',
      source: 'shop',
    }));
    this.#numbers = await this.ledger.register(series);
    for (let day = from; day <= to; day += 1) {
      await this.ledger.issue(this.#batch(day));
      await this.revise(day, (day + 1) * MS_PER_DAY + 6 * HOUR_MS, passRate);
    }
    await gradeChangedDays(this.ledger);
  }

  /** Results of a day that arrive at a time; later ones correct the earlier. */
  async revise(day: number, arrivedAt: number, passRate: number): Promise<void> {
    const passes = this.#numbers.map(() => {
      let count = 0;
      for (let i = 0; i < EXECUTIONS; i += 1) if (this.#random.next() < passRate) count += 1;
      return count;
    });
    const none = new Int32Array(passes.length);
    const number = this.#entry + 1;
    const batch: RevisionBatch = {
      after: this.#entry,
      upTo: number,
      revisions: {
        series: this.#numbers,
        day: new Int32Array(passes.length).fill(day),
        passes,
        fails: passes.map((count) => EXECUTIONS - count),
        errors: none,
        entry: none,
        entries: [{ number, arrivedAt, delivery: `e${number}` }],
      },
    };
    this.#entry = number;
    await this.ledger.revise(batch);
  }

  #batch(day: number): IssueBatch {
    const rows = this.#numbers.length;
    const executions = new Int32Array(rows).fill(EXECUTIONS);
    const table = binomialTable(executions, new Float64Array(rows).fill(0.9));
    const { mean, median, ...bounds } = summarizeTable(table);
    const targets = new Float64Array(rows).fill(TARGET);
    const at = (day - 0.5) * MS_PER_DAY;
    const issue = { issuedAt: at, knownAt: at, arm: 'champion' as const, model: 'm', version: '1.0.0' };
    return {
      issue: { ...issue, catalogDigest: '', flagNames: ['cold_start'] },
      forecasts: {
        series: this.#numbers,
        targetDay: new Int32Array(rows).fill(day),
        asOfDay: new Int32Array(rows).fill(day - 1),
        numbers: {
          ...bounds,
          predictedPassPercentage: median,
          expectedPassPercentage: mean,
          targetPercentage: targets,
          pBelowTarget: belowTargets(table, targets),
          executions: Float64Array.from(executions),
          naivePassPercentage: Float64Array.from(median, () => (100 * this.#random.integer(13)) / 12),
        },
        flags: new Uint16Array(rows),
        distributions: packDistributions(table),
      },
    };
  }
}
