import { distributionFiles, DISTRIBUTION_FILE, readDistribution } from '../../src/bundle/distribution-files.js';
import { expertsOf } from '../../src/forecast/distribution/experts.js';
import { Mixture } from '../../src/forecast/distribution/mixture.js';

const model = { otherRules: ['101', 'constructor', '../x'], mixtures: [new Mixture(expertsOf(false)).state()] };
const written = () =>
  JSON.parse(Buffer.from(distributionFiles(model).get(DISTRIBUTION_FILE)!).toString()) as Record<string, unknown>;
const read = (content: unknown) =>
  readDistribution(
    new Map([[DISTRIBUTION_FILE, Buffer.from(typeof content === 'string' ? content : JSON.stringify(content))]]),
  );

describe('the distribution in a bundle', () => {
  it('is read as it was written, whatever the names of rules are', async () => {
    expect(await readDistribution(distributionFiles(model))).toEqual({ ...model, thresholds: undefined });
  });

  it('is not there in bundles of before, and then forecasts are Binomial', async () => {
    expect(await readDistribution(new Map())).toBeUndefined();
  });

  it.each<[string, (content: Record<string, unknown>) => unknown]>([
    ['text that is no JSON', () => '{'],
    ['another shape', () => []],
    ['an unknown field, which could change a forecast', (content) => ({ ...content, more: 1 })],
    ['no mixture', (content) => ({ ...content, mixtures: [] })],
    [
      'a thousand mixtures',
      (content) => ({ ...content, mixtures: new Array(1000).fill((content['mixtures'] as unknown[])[0]) }),
    ],
    [
      'sums of the wrong length',
      (content) => ({
        ...content,
        mixtures: [{ experts: expertsOf(false), upTo: 1, rules: [{ rule: 'r', days: 1, a: [1], b: [1] }] }],
      }),
    ],
  ])('is refused as corrupt with %s', async (_, damage) => {
    await expect(read(damage(written()))).rejects.toMatchObject({ code: 'bundle-corrupt' });
  });

  it('of a later version, or with other experts, says to retrain', async () => {
    await expect(read({ ...written(), version: 99 })).rejects.toMatchObject({ code: 'bundle-spec-mismatch' });
    const others = { ...written(), mixtures: [{ experts: ['oracle'], upTo: null, rules: [] }] };
    await expect(read(others)).rejects.toMatchObject({ code: 'bundle-spec-mismatch' });
  });

  it('names a threshold model whose files are not there: the backend says what is missing', async () => {
    const experts = expertsOf(true);
    const content = {
      ...written(),
      thresholds: { backend: 'lightgbm' },
      mixtures: [{ experts, upTo: null, rules: [] }],
    };
    await expect(read(content)).rejects.toMatchObject({ code: 'bundle-corrupt' });
  });
});
