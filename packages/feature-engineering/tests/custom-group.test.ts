import {
  buildFrame,
  contractWithGroups,
  EXTENDED_GROUPS,
  featureSpec,
  featuresMovingWithTime,
  fitContract,
  SeriesHistory,
  specOfContract,
  type CustomGroup,
  type FeatureContract,
} from '../src/index.js';
import { MONDAY, seriesOf } from './support/panels.js';

const history = SeriesHistory.fromPanel(seriesOf([90, 100, 80, null, 70]));
const requests = {
  series: Int32Array.of(0, 0),
  targetDay: Int32Array.of(MONDAY + 2, MONDAY + 5),
  asOfDay: Int32Array.of(MONDAY + 1, MONDAY + 4),
};

/** The worst day so far, and how long the series is known. */
const worst: CustomGroup = {
  name: 'worst-day',
  version: 1,
  features: [{ name: 'worst' }, { name: 'age', movesWithTime: true }],
  compute({ view, targetDay }) {
    const values = Array.from({ length: view.count }, (_, k) => view.percentageAt(k));
    return [values.length > 0 ? Math.min(...values) : Number.NaN, targetDay - view.dayAt(view.count - 1)];
  },
};

const fitted = (...groups: (string | CustomGroup)[]) =>
  fitContract(featureSpec('extended', groups), history, { upToDay: history.lastDay });
const columnsOf = (contract: FeatureContract) =>
  new Map(buildFrame(contract, history, requests).columns.map(({ name, values }) => [name, [...values]]));

describe('a custom feature group', () => {
  it('is computed from the data known as of each day, after the groups of the spec and before the categories', () => {
    const contract = fitted('position', worst);
    expect(contract.features.map(({ name }) => name).slice(-6)).toEqual([
      'series_day',
      'horizon',
      'worst',
      'age',
      'dataset_uuid',
      'rule_code',
    ]);
    const columns = columnsOf(contract);
    expect(columns.get('worst')).toEqual([90, 70]);
    expect(columns.get('age')).toEqual([2, 5]);
    expect(columns.get('series_day')).toEqual([2, 5]);
    expect(featuresMovingWithTime(contract)).toEqual(expect.arrayContaining(['age', 'series_day']));
    expect(featuresMovingWithTime(contract)).not.toContain('worst');
  });

  it('is named in the contract, whose digest knows its name and version', () => {
    const digests = [
      featureSpec('extended', ['position']),
      featureSpec('extended', ['position', worst]),
      featureSpec('extended', ['position', { ...worst, version: 2 }]),
      featureSpec('extended', ['position', { ...worst, name: 'worst' }]),
      featureSpec('classic', [worst]),
    ].map(({ digest }) => digest);
    expect(new Set(digests).size).toBe(5);
    expect(fitted(worst).customGroups).toEqual([{ name: 'worst-day', version: 1 }]);
    expect(Object.keys(fitted('position'))).not.toContain('customGroups');
  });

  it('must be passed again for a contract that was read, and the error names the missing one', () => {
    const written = JSON.parse(JSON.stringify(fitted(worst))) as FeatureContract;
    const missing = expect.objectContaining({
      code: 'feature-group-missing',
      message: expect.stringContaining('missing "worst-day" version 1, got none; pass them in code'),
    });
    expect(() => specOfContract(written)).toThrow(missing);
    expect(() => buildFrame(written, history, requests)).toThrow(missing);
    expect(() => contractWithGroups(written, [{ ...worst, version: 2 }])).toThrow(/got "worst-day" version 2/);
    const read = contractWithGroups(written, [{ ...worst, name: 'another' }, worst]);
    expect(columnsOf(read)).toEqual(columnsOf(fitted(worst)));
    expect(JSON.stringify(read)).toBe(JSON.stringify(written));
  });

  it('may be named as what every object has', () => {
    const odd: CustomGroup = {
      ...worst,
      name: 'constructor',
      features: [{ name: 'constructor' }, { name: 'toString' }],
    };
    const contract = fitted(odd);
    const read = contractWithGroups(JSON.parse(JSON.stringify(contract)) as FeatureContract, [odd]);
    expect(columnsOf(read).get('constructor')).toEqual([90, 70]);
  });

  it.each<[string, Partial<CustomGroup>, RegExp]>([
    [
      'reads past the as-of day',
      { compute: ({ view }) => [view.percentageOn(view.asOf + 1), 0] },
      /after its as-of day/,
    ],
    ['gives too few values', { compute: () => [1] }, /expected 2 values, got 1/],
    ['gives too many values', { compute: () => [1, 2, 3] }, /expected 2 values, got 3/],
    ['gives nothing', { compute: () => undefined as unknown as number[] }, /expected 2 values, got none/],
    ['gives an infinite value', { compute: () => [1, -Infinity] }, /finite number or NaN for age, got -Infinity/],
    ['gives a text', { compute: () => [1, '2'] as unknown as number[] }, /finite number or NaN for age, got 2/],
    ['moves the row', { compute: (row) => [Object.assign(row, { targetDay: 0 }).targetDay, 0] }, /worst-day" failed/],
  ])('that %s ends in an error with the group and the day', (_, over, message) => {
    const contract = fitted({ ...worst, ...over });
    const error = expect.objectContaining({ code: 'feature-group-invalid', message: expect.stringMatching(message) });
    expect(() => buildFrame(contract, history, requests)).toThrow(error);
  });

  it.each<[string, Partial<CustomGroup>, RegExp]>([
    ['a group of the spec', { name: 'weekday' }, /another group of that name/],
    ['a feature of the spec', { features: [{ name: 'lag_1_day' }, { name: 'b' }] }, /two features are named lag_1_day/],
    ['a category', { features: [{ name: 'rule_code' }, { name: 'b' }] }, /two features are named rule_code/],
    ['itself', { features: [{ name: 'a' }, { name: 'a' }] }, /two features are named a/],
    ['no name', { name: '' }, /expected a name of lower case/],
    ['no file', { name: '../x' }, /expected a name of lower case/],
    ['no version', { version: 0 }, /expected a version of 1 or more, got 0/],
    ['no features', { features: [] }, /expected a list of features/],
    ['no prototype', { features: [{ name: '__proto__' }] }, /expected names of letters/],
  ])('that is named as %s is refused', (_, over, message) => {
    const make = () => featureSpec('extended', [...EXTENDED_GROUPS, { ...worst, ...over }]);
    expect(make).toThrow(expect.objectContaining({ code: 'feature-group-invalid' }));
    expect(make).toThrow(message);
  });

  it('is refused twice, and by the spec of the naive forecasts', () => {
    expect(() => featureSpec('classic', [worst, { ...worst, version: 2 }])).toThrow(/another group of that name/);
    expect(() => featureSpec('naive', [worst])).toThrow(/naive forecasts are read from and takes no more/);
  });
});
