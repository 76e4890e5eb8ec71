import { SeriesHistory } from '@dqs/features';

import { datasetNames } from '../../src/evaluate/dataset-names.js';
import { explainForecast, Forecaster, trainModel, type LoadedBundle } from '../../src/index.js';
import { chanceHistory } from '../../src/validate/chance-history.js';
import { loadedInMemory } from '../support/loaded-in-memory.js';
import { FIRST_DAY } from '../support/panels.js';
import { SHARED_NAMES, tenantPanel } from '../support/tenants.js';

const panel = tenantPanel(SHARED_NAMES);
const day = FIRST_DAY + 60;
const shared = { datasetUuid: 'orders', ruleCode: '101', day };
let bundle: LoadedBundle;

beforeAll(async () => {
  const options = { rounds: 20, params: { min_data_in_leaf: 5 } };
  bundle = loadedInMemory(await trainModel(panel, options), panel);
});
afterAll(() => bundle.predictor.model.close());

describe('series of two tenants with the same dataset and rule', () => {
  it('are two series, each forecast from its own results and called by its own name', () => {
    const forecaster = new Forecaster(bundle);
    const [eu, us] = ['EU', 'US'].map((tenantId) => forecaster.one({ ...shared, tenantId }));
    expect(eu).toMatchObject({ tenantId: 'EU', datasetName: 'orders of EU', flags: [] });
    expect(us).toMatchObject({ tenantId: 'US', datasetName: 'orders of US', flags: [] });
    expect(eu!.expectedPassPercentage - us!.expectedPassPercentage).toBeGreaterThan(10);
    expect(
      forecaster
        .all({ day })
        .map(({ tenantId }) => tenantId)
        .sort(),
    ).toEqual(['EU', 'EU', 'US', 'US', 'US']);
  });

  it('are forecast and explained the same, bit for bit, when the other tenant has other results or none', () => {
    const forecastsOf = (tenant: string, history = panel) => {
      const forecaster = new Forecaster(bundle, history);
      const rows = forecaster.all({ day, asOf: day - 1 }).filter(({ tenantId }) => tenantId === tenant);
      return rows.map((row) => explainForecast(bundle, forecaster, { ...row, day, asOf: day - 1 }));
    };
    const others = SHARED_NAMES.map((one) => (one.tenant === 'EU' ? one : { ...one, level: 1 - one.level }));
    const alone = SHARED_NAMES.filter(({ tenant }) => tenant === 'EU');
    expect(forecastsOf('EU', tenantPanel(others))).toEqual(forecastsOf('EU'));
    expect(forecastsOf('EU', tenantPanel(alone))).toEqual(forecastsOf('EU'));
    expect(forecastsOf('US', tenantPanel(others))).not.toEqual(forecastsOf('US'));
  });

  it('must be distinguished by tenant, and the error lists the tenants', () => {
    const forecaster = new Forecaster(bundle);
    expect(() => forecaster.one(shared)).toThrow(
      expect.objectContaining({
        code: 'tenant-ambiguous',
        message: 'several tenants have the dataset "orders" with the rule "101": "EU", "US"; name one',
      }),
    );
    expect(forecaster.one({ ...shared, ruleCode: '103' }).tenantId).toBe('US');
  });

  it('of other tenants are not there for whoever names those that are, not even in messages', () => {
    const forecaster = new Forecaster(bundle);
    expect(forecaster.one({ ...shared, tenants: ['US'] }).tenantId).toBe('US');
    for (const request of [{ ruleCode: '103' }, { tenantId: 'US' }, { datasetUuid: 'ordres' }]) {
      expect(() => forecaster.one({ ...shared, ...request, tenants: ['EU'] })).toThrow(
        expect.objectContaining({
          code: 'series-unknown',
          message: expect.not.stringMatching(/of US|has the rules.*"103"|tenants.*"US"/),
        }),
      );
    }
  });

  it('are unknown under a tenant that lacks them, and the error names the tenants that have them', () => {
    const forecaster = new Forecaster(bundle);
    expect(() => forecaster.one({ ...shared, tenantId: 'eu' })).toThrow(
      'no series of tenant "eu", dataset "orders" and rule "101": the dataset belongs to the tenants "EU", "US"',
    );
    expect(() => forecaster.one({ ...shared, tenantId: 'EU', ruleCode: '103' })).toThrow('has the rules "101"');
  });

  it('list twenty of many tenants', () => {
    const many = Array.from({ length: 25 }, (_, i) => ({ ...SHARED_NAMES[0]!, tenant: `tenant-${10 + i}` }));
    const forecaster = new Forecaster(bundle, tenantPanel(many, 2));
    expect(() => forecaster.one(shared)).toThrow(/"tenant-10", .*"tenant-29" and 5 more; name one/);
  });

  it('are two datasets in segments, called by their uuid where that is enough', () => {
    const names = datasetNames(SeriesHistory.fromPanel(panel));
    expect(names).toEqual([
      'items',
      '{"tenant":"EU","dataset":"orders"}',
      '{"tenant":"US","dataset":"orders"}',
      '{"tenant":"US","dataset":"orders"}',
      'stock',
    ]);
  });

  it('stay apart in the history of chance that features are probed with', () => {
    const history = SeriesHistory.fromPanel(panel);
    const ids = chanceHistory(history, { seed: 1, maxRows: 1e6 }).series.map(({ level: _, ...id }) => id);
    expect(ids).toEqual(history.series.map(({ level: _, ...id }) => id));
  });
});
