import type { DailyPanel } from '@dqs/core';
import fc from 'fast-check';

import {
  buildFrame,
  coldStart,
  contractWithTenants,
  featureSpec,
  fitContract,
  SeriesHistory,
  type FeatureContract,
  type SeriesId,
} from '../src/index.js';
import { bitsOf, contractOf, SPECS } from './support/frames.js';
import { anyDays, MONDAY, panelOf, type DayCounts } from './support/panels.js';

const LAST = MONDAY + 81;

/** The same days as results of a tenant. */
function of(tenant: string, days: readonly DayCounts[]): DayCounts[] {
  return days.map((one) => ({ ...one, tenant }));
}

function historyOf(days: readonly DayCounts[]): SeriesHistory {
  return SeriesHistory.fromPanel(panelOf(days));
}

/** Requests for every series of a tenant, for three days. */
function requestsOf(history: SeriesHistory, tenant: string) {
  const own = history.series.flatMap((series, i) => (series.tenantId === tenant ? [i] : []));
  const days = [MONDAY + 20, MONDAY + 60, LAST];
  const series = Int32Array.from(days.flatMap(() => own));
  const targetDay = Int32Array.from(days.flatMap((day) => own.map(() => day)));
  return { series, targetDay, asOfDay: targetDay.map((day) => day - 1) };
}

/** All that a forecast of a tenant's series is made from: names, levels, frame and flags, bit by bit. */
function seenOf(tenant: string, days: readonly DayCounts[], contract: FeatureContract) {
  const history = historyOf(days);
  const requests = requestsOf(history, tenant);
  return {
    series: history.series.filter(({ tenantId }) => tenantId === tenant),
    frame: bitsOf(buildFrame(contract, history, requests)),
    coldStart: [...coldStart(contract, history, requests)],
  };
}

function oldContract(panel: DailyPanel): FeatureContract {
  const contract = contractOf('extended', panel);
  return {
    ...contract,
    features: contract.features.map(({ tenants: _, ...feature }) => feature),
  };
}

describe.each(SPECS)('the %s features of a tenant', (spec) => {
  it('are the same, bit for bit, for any data of other tenants under the same names', () => {
    fc.assert(
      fc.property(anyDays, anyDays, anyDays, (own, others, changed) => {
        const contract = contractOf(spec, panelOf([...of('A', own), ...of('B', others)]));
        const alone = seenOf('A', of('A', own), contract);
        expect(seenOf('A', [...of('A', own), ...of('B', others)], contract)).toEqual(alone);
        expect(seenOf('A', [...of('', others), ...of('A', own), ...of('B', changed)], contract)).toEqual(alone);
      }),
      { numRuns: 40, seed: 7 },
    );
  });

  it('do not depend on how tenants are called', () => {
    fc.assert(
      fc.property(anyDays, anyDays, (first, second) => {
        const numbers = (names: readonly [string, string], tenant: string) => {
          const days = [...of(names[0], first), ...of(names[1], second)];
          const history = historyOf(days);
          const contract = fitContract(featureSpec(spec), history, { upToDay: LAST });
          const frame = buildFrame(contract, history, requestsOf(history, tenant));
          const datasets = frame.columns.find(({ name }) => name === 'dataset_uuid')!.values;
          const { categories, tenants } = contract.features.find(({ name }) => name === 'dataset_uuid')!;
          // A series that was never observed has no category.
          const seen = [...datasets].filter((code) => !Number.isNaN(code));
          expect(seen.every((code) => tenants![code] === tenant)).toBe(true);
          return {
            frame: bitsOf({ ...frame, columns: frame.columns.filter(({ kind }) => kind === 'numeric') }),
            datasets: seen.map((code) => categories![code]),
          };
        };
        expect(numbers(['x', 'a'], 'x')).toEqual(numbers(['b', 'y'], 'b'));
        expect(numbers(['x', 'a'], 'a')).toEqual(numbers(['constructor', '__proto__'], '__proto__'));
      }),
      { numRuns: 25, seed: 8 },
    );
  });
});

describe('series', () => {
  const HOSTILE = ['', 'a|b', 'a', '__proto__', 'constructor', 'a\u0000b', '\n', '1:a', '["a","b"]', 'ä'];

  it('are found by tenant, dataset and rule, and by nothing that only looks alike', () => {
    const ids = HOSTILE.flatMap((tenantId) =>
      ['b|c', 'b', 'c', '__proto__'].map((datasetUuid) => ({ tenantId, datasetUuid })),
    );
    const days = ids.map(({ tenantId, datasetUuid }, i) => ({
      tenant: tenantId,
      dataset: datasetUuid,
      rule: 'r',
      day: MONDAY + i,
      passes: i,
      fails: 1,
    }));
    const history = historyOf(days);
    expect(history.series).toHaveLength(ids.length);
    ids.forEach((id, i) => {
      const series = history.find({ ...id, ruleCode: 'r' });
      expect(history.series[series]).toMatchObject({ ...id, ruleCode: 'r' });
      expect(history.passes[history.offsets[series]!]).toBe(i);
    });
    expect(history.find({ tenantId: 'b', datasetUuid: 'b|c', ruleCode: 'r' })).toBe(-1);
    expect(history.withRule('b', 'r').map((i) => history.series[i]!.tenantId)).toEqual([...HOSTILE].sort());
    expect(history.withRule('b', 'constructor')).toEqual([]);
  });

  it('are sorted by dataset, then tenant, then rule', () => {
    const day = { day: MONDAY, passes: 1, fails: 0 };
    const history = historyOf([
      { ...day, tenant: 'B', dataset: 'a', rule: '1' },
      { ...day, tenant: 'A', dataset: 'b', rule: '2' },
      { ...day, tenant: 'A', dataset: 'b', rule: '1' },
    ]);
    const texts = history.series.map(
      ({ tenantId, datasetUuid, ruleCode }: SeriesId) => tenantId + datasetUuid + ruleCode,
    );
    expect(texts).toEqual(['Ba1', 'Ab1', 'Ab2']);
  });
});

describe('a contract of before series had a tenant', () => {
  const day = { rule: '1', day: MONDAY, passes: 1, fails: 1 };

  it('gets the tenant of each dataset from the history, and keeps pools across tenants', () => {
    const days = [
      { ...day, tenant: 'A', dataset: 'a' },
      { ...day, tenant: 'B', dataset: 'b', passes: 3 },
    ];
    const panel = panelOf(days);
    const contract = contractWithTenants(oldContract(panel), panel.keys);
    expect(contract).toEqual({ ...contractOf('extended', panel), poolsAcrossTenants: true });
    const history = SeriesHistory.fromPanel(panel);
    const frame = buildFrame(contract, history, history.requests({ day: MONDAY + 1 }));
    const valueOf = (name: string) => [...frame.columns.find((column) => column.name === name)!.values];
    expect(valueOf('rule_mean_all')).toEqual([Math.fround(400 / 6), Math.fround(400 / 6)]);
    expect(valueOf('dataset_mean_all')).toEqual([50, 75]);
  });

  it('is the contract of today where the history has one tenant', () => {
    const panel = panelOf([
      { ...day, dataset: 'a' },
      { ...day, dataset: 'b' },
    ]);
    expect(contractWithTenants(oldContract(panel), panel.keys)).toEqual(contractOf('extended', panel));
  });

  it('is refused where two tenants have a dataset, with both names', () => {
    const panel = panelOf([
      { ...day, tenant: 'A', dataset: 'a' },
      { ...day, tenant: 'B', dataset: 'a' },
    ]);
    expect(() => contractWithTenants(oldContract(panel), panel.keys)).toThrow(
      'expected one tenant of the dataset "a" in the history of the model, found "A", "B"; the model was trained before ' +
        'tenants were distinguished, retrain it',
    );
  });

  it('is not computed without the tenants', () => {
    const panel = panelOf([{ ...day, dataset: 'a' }]);
    const history = SeriesHistory.fromPanel(panel);
    expect(() => buildFrame(oldContract(panel), history, history.requests({ day: MONDAY + 1 }))).toThrow(
      'expected the tenant of every dataset in the feature contract',
    );
  });
});
