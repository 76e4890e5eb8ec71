import { readRetrainingPolicy, type RetrainingFacts, type RetrainingPolicy } from '../../src/retrain/index.js';

export const DAY = 86_400_000;
export const HOUR = 3_600_000;
/** Noon of a Monday. */
export const NOW = Date.parse('2026-06-01T12:00:00Z');

/** A policy with further lines. */
export function policyOf(lines = 'triggers: { schedule: { every: 28d } }'): RetrainingPolicy {
  return readRetrainingPolicy(`apiVersion: dqs/v1\nkind: RetrainingPolicy\nmodel: orders\n${lines}\n`, 'retrain.yaml');
}

/** Gates as short as they can be. */
export const GATES = 'gates: { better: {}, naive_skill: {} }';

/** Facts of a quiet day: a champion that the automation put in its place a hundred days ago. */
export function factsOf(over: Partial<RetrainingFacts> = {}): RetrainingFacts {
  return {
    now: NOW,
    champion: {
      version: '1.0.0',
      trainedTo: NOW - 100 * DAY,
      contractDigest: 'c1',
      moved: { by: 'dqs-retraining', at: NOW - 99 * DAY, entry: 2 },
    },
    degradedPools: 0,
    driftImpact: 0,
    newLabels: 0,
    newSeries: 0,
    contractDigest: 'c1',
    openIngestIncidents: [],
    days: 365,
    ...over,
  };
}
