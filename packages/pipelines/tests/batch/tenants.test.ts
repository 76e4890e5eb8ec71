import { readFileSync } from 'node:fs';
import { join } from 'node:path';

import { featureSpec, fitContract, SeriesHistory } from '@dqs/features';
import * as fc from 'fast-check';

import { RequestHistory } from '../../src/batch/request-history.js';
import { predictBatch, readBundle, trainModel, writeBundle, type LoadedBundle } from '../../src/index.js';
import { SHARED_NAMES, tenantPanel, type TenantSeries } from '../support/tenants.js';
import { file, scratchFolder } from './support.js';

const folder = scratchFolder();
const panel = tenantPanel(SHARED_NAMES);
let bundle: LoadedBundle;

beforeAll(async () => {
  const trained = await trainModel(panel, { spec: 'classic', rounds: 10, params: { min_data_in_leaf: 5 } });
  trained.predictor.model.close();
  await writeBundle(join(folder, 'model'), trained.bundle);
  bundle = await readBundle(join(folder, 'model'));
});
afterAll(() => bundle.predictor.model.close());

type Line = Readonly<Record<string, unknown>>;

/** Forecasts a text of requests; the rows and the dead letters as they were written. */
async function batch(name: string, text: string): Promise<{ rows: Line[]; dead: Line[] }> {
  const output = join(folder, `${name}.out.jsonl`);
  await predictBatch(bundle, { input: file(folder, name, text), output, maxErrorRatio: 1, restart: true });
  const lines = (path: string) =>
    readFileSync(path, 'utf8')
      .split('\n')
      .filter((line) => line !== '')
      .map((line) => JSON.parse(line) as Line);
  const dead = `${output}.dead-letters.jsonl`;
  return { rows: lines(output), dead: lines(dead).filter((line) => 'reason' in line) };
}

/** How a history resolves a request of each tenant's series that names its tenant. */
function resolvedOf(tenant: string, all: readonly TenantSeries[]) {
  const made = tenantPanel(all, 3);
  const contract = fitContract(featureSpec('classic'), SeriesHistory.fromPanel(panel), { upToDay: 99_999 });
  const requests = RequestHistory.fromPanel(made, contract);
  return ['orders', 'items', 'stock', 'nothing'].flatMap((dataset) =>
    ['101', '102', '103', '999'].map((rule) => {
      const tenantId = requests.tenantOf(tenant, dataset, rule);
      const find = () => requests.find({ tenantId: tenantId!, datasetUuid: dataset, ruleCode: rule });
      if (find() < 0) requests.extend();
      const { offsets, passes, series } = requests.history;
      return { id: series[find()]!, passes: [...passes.subarray(offsets[find()], offsets[find() + 1])] };
    }),
  );
}

describe('a request without a tenant', () => {
  it('means the only tenant that has its dataset and rule, else the only one that has its dataset', async () => {
    const { rows, dead } = await batch(
      'resolved.csv',
      'dataset_uuid,rule_code,business_date,id\nitems,102,2026-03-02,a\norders,103,2026-03-02,b\nstock,999,2026-03-02,c\n',
    );
    expect(dead).toEqual([]);
    const named = await batch(
      'named.csv',
      'dataset_uuid,rule_code,business_date,tenant_id,id\n' +
        'items,102,2026-03-02,EU,a\norders,103,2026-03-02,US,b\nstock,999,2026-03-02,US,c\n',
    );
    const values = (line: Line) => [line['id'], line['expected_pass_percentage'], line['flags']];
    expect(rows.map(values)).toEqual(named.rows.map(values));
    expect(rows.map((line) => line['flags'])).toEqual([[], [], ['cold_start', 'no_history']]);
  });

  it.each([
    ['csv', 'dataset_uuid,rule_code,business_date\norders,101,2026-03-02\nnothing,101,2026-03-02\n'],
    ['quoted.csv', 'dataset_uuid,rule_code,business_date\n"orders","101","2026-03-02"\n"nothing",101,2026-03-02\n'],
    ['empty.csv', 'tenant_id,dataset_uuid,rule_code,business_date\n,orders,101,2026-03-02\n,nothing,101,2026-03-02\n'],
    [
      'jsonl',
      '{"dataset_uuid":"orders","rule_code":101,"business_date":"2026-03-02"}\n' +
        '{"tenant_id":null,"dataset_uuid":"nothing","rule_code":"101","business_date":"2026-03-02"}\n',
    ],
  ])('is a dead letter with the tenants where several can be meant: %s', async (name, text) => {
    const { rows, dead } = await batch(`ambiguous.${name}`, text);
    expect(rows).toEqual([]);
    const reason = 'tenant-ambiguous';
    const message = 'expected a tenant_id, since several tenants match: "EU", "US"';
    expect(dead).toMatchObject([
      { reason, message },
      { reason, message },
    ]);
  });
});

describe('a request with a tenant', () => {
  it('gets the forecast of that tenant, in CSV and JSON lines alike', async () => {
    const csv = await batch(
      'shared.csv',
      'tenant_id,dataset_uuid,rule_code,business_date\nUS,orders,101,2026-03-02\n"EU",orders,101,2026-03-02\n',
    );
    const json = await batch(
      'shared.jsonl',
      '{"tenant_id":"US","dataset_uuid":"orders","rule_code":"101","business_date":"2026-03-02"}\n' +
        '{"tenant_id":" EU ","dataset_uuid":"orders","rule_code":"101","business_date":"2026-03-02"}\n',
    );
    const values = ({ rows }: typeof csv) => rows.map((line) => line['expected_pass_percentage'] as number);
    expect(values(json)).toEqual(values(csv));
    expect(values(csv)[1]! - values(csv)[0]!).toBeGreaterThan(20);
  });

  it('gets a forecast without history where the tenant is new, or has not that dataset', async () => {
    const { rows, dead } = await batch(
      'new.csv',
      'tenant_id,dataset_uuid,rule_code,business_date\nnew,orders,101,2026-03-02\nEU,stock,101,2026-03-02\n',
    );
    expect(dead).toEqual([]);
    expect(rows.map((line) => line['flags'])).toEqual([
      ['cold_start', 'no_history'],
      ['cold_start', 'no_history'],
    ]);
  });

  it('is resolved the same for any series of other tenants', () => {
    const own = SHARED_NAMES.filter(({ tenant }) => tenant === 'EU');
    const anySeries = fc.record({
      tenant: fc.constantFrom('US', '', 'constructor', 'EU|orders', '__proto__'),
      dataset: fc.constantFrom('orders', 'items', 'EU|orders', 'nothing'),
      rule: fc.constantFrom('101', '102', '999'),
      level: fc.constant(0.5),
    });
    const alone = resolvedOf('EU', own);
    fc.assert(
      fc.property(fc.array(anySeries, { maxLength: 6 }), (others) => {
        expect(resolvedOf('EU', [...own, ...others])).toEqual(alone);
      }),
      { numRuns: 60, seed: 5 },
    );
  });
});

describe('tenants with odd names', () => {
  const HOSTILE = ['', '__proto__', 'constructor', 'a|b', 'a', 'tab\there', 'ä'];
  const series = HOSTILE.flatMap((tenant, i) =>
    ['b|c', 'c'].map((dataset) => ({ tenant, dataset, rule: '1', level: (i + 1) / 8 })),
  );
  const made = tenantPanel(series, 5);
  const contract = fitContract(featureSpec('classic'), SeriesHistory.fromPanel(made), { upToDay: 99_999 });

  it('are found each by its own name, an empty one by an empty field', () => {
    const requests = RequestHistory.fromPanel(made, contract);
    for (const tenant of HOSTILE) {
      expect(requests.tenantOf(tenant, 'c', '1')).toBe(tenant);
      const { tenantId, datasetUuid } =
        requests.history.series[requests.find({ tenantId: tenant, datasetUuid: 'b|c', ruleCode: '1' })]!;
      expect({ tenantId, datasetUuid }).toEqual({ tenantId: tenant, datasetUuid: 'b|c' });
    }
    expect(requests.tenantOf(undefined, 'c', '1')).toBeUndefined();
    expect(requests.tenantsFor('c', '1')).toEqual([...HOSTILE].sort());
  });
});
