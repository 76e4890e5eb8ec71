import {
  buildFrame,
  checkFrame,
  coldStart,
  featuresMovingWithTime,
  featureSpec,
  fitContract,
  SeriesHistory,
  specOfContract,
  type FeatureContract,
} from '../src/index.js';
import { MOST_DATASETS } from '../src/contract.js';
import { contractOf, FIRST_GROUPS, SPECS } from './support/frames.js';
import { MONDAY, panelOf } from './support/panels.js';

const day = (dataset: string, rule: string, on: number) => ({ dataset, rule, day: on, passes: 1, fails: 1 });
const panel = panelOf([day('a', '101', MONDAY), day('b', '007', MONDAY), day('c', '101', MONDAY + 9)]);
const history = SeriesHistory.fromPanel(panel);

describe('a feature contract', () => {
  it('knows the categories of the training days only', () => {
    const contract = fitContract(featureSpec('classic'), history, { upToDay: MONDAY });
    const categories = Object.fromEntries(contract.features.map(({ name, categories }) => [name, categories]));
    expect(categories['dataset_uuid']).toEqual(['a', 'b']);
    expect(categories['rule_code']).toEqual(['007', '101']);
  });

  it('its categories alone are those of the whole frame, every number missing', () => {
    const contract = fitContract(featureSpec('naive'), history, { upToDay: MONDAY });
    const requests = {
      series: Int32Array.of(2, 0, 1),
      targetDay: Int32Array.of(MONDAY + 10, MONDAY + 1, MONDAY + 2),
      asOfDay: Int32Array.of(MONDAY + 9, MONDAY, MONDAY),
    };
    const whole = buildFrame(contract, history, requests);
    const categories = buildFrame(contract, history, requests, { only: 'categories' });
    const expected = whole.columns.map((column) =>
      column.kind === 'categorical' ? column : { ...column, values: new Float32Array(3).fill(NaN) },
    );
    expect(categories).toEqual({ rows: 3, columns: expected });
  });

  it('a category unseen in training is missing and flagged', () => {
    const contract = fitContract(featureSpec('classic'), history, { upToDay: MONDAY });
    const requests = {
      series: Int32Array.of(0, 1, 2),
      targetDay: new Int32Array(3).fill(MONDAY + 10),
      asOfDay: new Int32Array(3).fill(MONDAY + 9),
    };
    const [dataset, rule] = buildFrame(contract, history, requests).columns.slice(-2);
    expect([...dataset!.values]).toEqual([0, 1, NaN]);
    expect([...rule!.values]).toEqual([1, 0, 1]);
    expect([...coldStart(contract, history, requests)]).toEqual([0, 0, 1]);
  });

  it('tells no datasets apart where there are more than a tree could learn from, and flags none of them as unseen', () => {
    const many = (count: number) =>
      SeriesHistory.fromPanel(panelOf(Array.from({ length: count }, (_, i) => day(`d${i}`, '101', MONDAY))));
    for (const [count, known] of [
      [MOST_DATASETS, MOST_DATASETS],
      [MOST_DATASETS + 1, 0],
    ] as const) {
      const of = many(count);
      const contracts = (['classic', 'naive'] as const).map((spec) =>
        fitContract(featureSpec(spec), of, { upToDay: MONDAY }),
      );
      const datasets = contracts.map(
        ({ features }) => features.find(({ name }) => name === 'dataset_uuid')!.categories,
      );
      expect(datasets.map((names) => names!.length)).toEqual([known, count]);
      const requests = {
        series: Int32Array.of(0, count - 1),
        targetDay: new Int32Array(2).fill(MONDAY + 1),
        asOfDay: new Int32Array(2).fill(MONDAY),
      };
      expect([...coldStart(contracts[0]!, of, requests)]).toEqual([0, 0]);
    }
  });

  it('survives JSON', () => {
    for (const spec of SPECS) {
      const contract = contractOf(spec, panel);
      expect(specOfContract(JSON.parse(JSON.stringify(contract)) as typeof contract).name).toBe(spec);
    }
  });

  it('of the first naive spec, which has no median of 28 days, is still computed', () => {
    const first = fitContract(featureSpec('naive', undefined, 1), history, { upToDay: MONDAY });
    const names = first.features.map(({ name }) => name);
    expect({ version: first.version, names }).toMatchObject({
      version: 1,
      names: expect.not.arrayContaining(['median_last_28']),
    });
    expect(specOfContract(first)).toMatchObject({ version: 1, digest: first.digest });
    expect(first.digest).not.toBe(featureSpec('naive').digest);
    expect(featureSpec('naive', undefined, 3).version).toBe(2);
  });

  it('names the features that move with time, in a contract of any age', () => {
    const contract = JSON.parse(JSON.stringify(contractOf('extended', panel, FIRST_GROUPS))) as FeatureContract;
    expect(featuresMovingWithTime(contract)).toEqual([
      ...['day_of_week', 'day_of_month', 'week_of_year', 'month', 'days_from_month_start', 'days_to_month_end'],
      ...['weekday_mean_all', 'weekday_residual'],
      ...['days_since_last', 'days_since_fail', 'state_run', 'value_run', 'last_residual'],
      ...['executions_mean_all', 'executions_total', 'observed_days', 'observed_weekday_8_weeks'],
      ...['mean_all', 'mean_all_to_rule', 'mean_all_to_dataset', 'rule_mean_all', 'dataset_mean_all'],
      ...['dataset', 'rule', 'all'].flatMap((pool) => [1, 7, 28].map((days) => `${pool}_others_${days}_day`)),
      ...['dataset', 'rule', 'all'].flatMap((pool) => [1, 7].map((days) => `${pool}_residual_${days}_day`)),
      ...['series_day', 'horizon'],
    ]);
    expect(featuresMovingWithTime(contractOf('naive', panel))).toEqual([]);
  });

  it('of another version is refused with what differs', () => {
    const contract = contractOf('classic', panel);
    const code = expect.objectContaining({ code: 'bundle-spec-mismatch' });
    expect(() => specOfContract({ ...contract, version: 2 })).toThrow(code);
    expect(() => specOfContract({ ...contract, digest: 'f'.repeat(64) })).toThrow(code);
    expect(() => specOfContract({ ...contract, spec: 'modern' as 'classic' })).toThrow(/nothing of that name/);
    expect(() => specOfContract({ ...contract, features: contract.features.slice(1) })).toThrow(
      /expected 10 features, got 11; unexpected: day_of_week; misplaced: day_of_month/,
    );
  });

  it('lists all differences of a frame in one error', () => {
    const contract = contractOf('classic', panel);
    const request = { series: Int32Array.of(0), targetDay: Int32Array.of(MONDAY), asOfDay: Int32Array.of(MONDAY - 1) };
    const frame = buildFrame(contract, history, request);
    expect(() => checkFrame(contract, frame)).not.toThrow();
    const [first, second, ...rest] = frame.columns;
    const wrong = { rows: 1, columns: [second!, first!, ...rest.slice(1), { ...first!, name: 'surprise' }] };
    expect(() => checkFrame(contract, wrong)).toThrow(
      expect.objectContaining({
        code: 'feature-mismatch',
        details: expect.objectContaining({
          missing: ['week_of_year'],
          unexpected: ['surprise'],
          misplaced: expect.arrayContaining(['day_of_week', 'day_of_month']),
        }),
      }),
    );
  });
});
