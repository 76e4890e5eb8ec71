import { MemoryStore } from '@dqs/core';
import type { AggregateGroup } from '@dqs/ledger';
import { emptyScores } from '@dqs/monitoring';
import type { GroupScores } from '@dqs/pipelines';
import { readRetrainingPolicy, RetrainingRecord } from '@dqs/pipelines/retrain';
import { Registry } from '@dqs/registry';

import { AT } from './page-view.js';

const HOUR = 3_600_000;

/** Scores of a version on days in a row: so many graded forecasts a day, with the mean errors of it and of the naive ones. */
export function scoresOf(
  group: Partial<AggregateGroup>,
  {
    to,
    days,
    graded = 10,
    error = 5,
    naive = 10,
  }: Readonly<Record<'to' | 'days', number>> & Partial<Readonly<Record<'graded' | 'error' | 'naive', number>>>,
): GroupScores {
  const scores = emptyScores(Int32Array.from({ length: days }, (_, i) => to - days + 1 + i));
  const fill = (values: Readonly<Record<string, number>>) => {
    for (const [name, value] of Object.entries(values)) scores.sums[name as keyof typeof scores.sums].fill(value);
  };
  fill({ forecasts: graded, graded, withNaive: graded, absoluteError: graded * error });
  fill({ absoluteErrorBesideNaive: graded * error, naiveAbsoluteError: graded * naive });
  const pool = { tenantId: 'eu', ruleCode: '101', level: 'dataset', source: 'shop' };
  return { group: { arm: 'champion', model: 'orders', version: '1.0.0', live: true, ...pool, ...group }, scores };
}

/** The model `orders` in a registry in memory, with what is recorded of its retraining. */
export class ModelWorld {
  now = AT - 100 * HOUR;
  readonly store = new MemoryStore();
  readonly clock = { now: () => this.now };
  readonly registry = new Registry(this.store, { clock: this.clock });
  readonly record = new RetrainingRecord(this.store, 'orders', 'production', this.clock);
  readonly policy = readRetrainingPolicy(
    'apiVersion: dqs/v1\nkind: RetrainingPolicy\nmodel: orders\ntriggers: { schedule: { every: 28d } }\n' +
      'limits: { lease: 2h }\ngates: { better: {}, naive_skill: { above: 0 } }\napproval: person\nwatch: { days: 3, samples: 6 }\n',
    'retrain.yaml',
  );

  /** Registers a version, an hour after what was done before. */
  async register(version: string, facts: object = {}): Promise<void> {
    this.now += HOUR;
    const lineage = { dataFingerprint: 'd', codeVersion: '1', parameters: {}, seed: 1 };
    const whole = { contractDigest: 'c', methodDigest: 'm', lineage, validation: null, metadata: {}, ...facts };
    const files = new Map([['model.bin', new TextEncoder().encode(version)]]);
    await this.registry.register('orders', { files, facts: whole as never, by: 'ann', version });
  }

  /** Asks gates for a promotion, an hour after what was done before. */
  async promote(selector: string, more: object = {}, verdict: 'pass' | 'fail' = 'pass'): Promise<void> {
    this.now += HOUR;
    const check = { name: 'skill', verdict, reason: `skill of ${selector}`, value: 1, threshold: 0 };
    const gates = () => Promise.resolve({ passed: verdict === 'pass', checks: [check] as never });
    await this.registry.promote('orders', { selector, alias: 'production', by: 'bob', gates, ...more });
  }

  get sources() {
    return { registry: this.registry, retraining: { record: this.record, policy: this.policy } };
  }
}
