import { Catalog } from '@dqs/core/catalog';
import { findSeries, openCatalog } from '../src/index.js';
import { catalogTargets } from '../src/catalog/catalog-targets.js';
import { refusal, TestFolder } from './support/folder.js';

const folder = new TestFolder();
const key = (source: string, tenantId: string, datasetUuid: string, ruleCode: string, datasetName = datasetUuid) => {
  return { source, tenantId, datasetUuid, datasetName, ruleCode };
};
const KEYS = [
  key('pg', 'eu', 'o-1', '101', 'Orders'),
  key('pg', 'us', 'o-1', '101', 'Orders'),
  key('my', 'us', 'o-1', '101', 'Orders'),
  key('pg', 'eu', 'constructor', '__proto__'),
];

describe('a series that is named', () => {
  it.each([
    ['o-1/101', [0, 1, 2]],
    ['Orders/101', [0, 1, 2]],
    ['us/Orders/101', [1, 2]],
    ['my/us/o-1/101', [2]],
    ['constructor/__proto__', [3]],
  ])('as %s is every key of the history that it fits', (text, places) => {
    expect(findSeries(text, { keys: KEYS })).toEqual(places.map((place) => KEYS[place]));
  });

  it('is taken as it is where there is no history', () => {
    expect(findSeries('pg/eu/orders/101', undefined)).toEqual([key('pg', 'eu', 'orders', '101')]);
    expect(findSeries('orders/101', undefined)).toEqual([key('', '', 'orders', '101')]);
  });

  it.each(['orders', '', '/101', 'orders/', 'a/b/c/d/e', 'a//'])('is refused in another form: %j', async (text) => {
    const told = `expected a series as dataset/rule, tenant/dataset/rule or source/tenant/dataset/rule to look up in dqs.catalog.yaml, got ${JSON.stringify(text)}`;
    expect(await refusal(() => findSeries(text, undefined))).toEqual(['invalid-argument', told]);
  });

  it.each([
    ['Order/101', '"Order/101"; did you mean the dataset "Orders"?'],
    ['Orders/999', '"Orders/999"'],
    ['asia/Orders/101', '"asia/Orders/101"'],
    ['db/us/Orders/101', '"db/us/Orders/101"'],
    ['zzzzzzzzzzzz/101', '"zzzzzzzzzzzz/101"'],
    [`${'x'.repeat(200)}/1`, `"${'x'.repeat(120)}…"`],
  ])('that the history does not have is told with what may have been meant: %s', async (text, told) => {
    expect(await refusal(() => findSeries(text, { keys: KEYS }))).toEqual([
      'series-unknown',
      `expected a series of the history, got ${told}`,
    ]);
  });
});

describe('targets of a catalog', () => {
  it('are those of the first key of a series that has one, once a series', () => {
    const catalog = Catalog.parse(
      'apiVersion: dqs/v1\nkind: Catalog\nentries:\n  - { match: { source: my }, set: { target: 80 } }\n  - { match: { tenant: eu, dataset: o-1 }, set: { target: 90 } }\n',
      'catalog.yaml',
    );
    const panel = { keys: [...KEYS, key('my', 'us', 'o-1', '101', 'Other')] } as never;
    expect(catalogTargets(catalog, { panel })).toEqual([
      { tenantId: 'eu', datasetUuid: 'o-1', ruleCode: '101', targetPercentage: 90 },
      { tenantId: 'us', datasetUuid: 'o-1', ruleCode: '101', targetPercentage: 80 },
    ]);
  });
});

describe('a catalog', () => {
  it('that was named and is not there, or is none, is told with its path', async () => {
    const missing = folder.at('none.yaml');
    expect(await refusal(() => openCatalog({ catalog: missing }))).toEqual([
      'input-not-found',
      expect.stringContaining(`expected a catalog at ${missing}: ENOENT`),
    ]);
    const wrong = folder.write('wrong.yaml', 'kind: Nothing\n');
    const [code, message] = (await refusal(() => openCatalog({ catalog: wrong })))!;
    expect(code).toBe('catalog-invalid');
    expect(message).toContain(wrong);
    expect(await refusal(() => openCatalog({ catalog: folder.path }))).toEqual([
      'input-unreadable',
      `expected a catalog at ${folder.path}: expected a regular file of at most 8000000 bytes`,
    ]);
  });

  it('that nobody named need not be there', async () => {
    expect(await openCatalog({})).toBeUndefined();
  });
});
