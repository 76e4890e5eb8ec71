import { trainModel, versionFacts, type Manifest, type TrainOptions } from '../../src/index.js';
import { madePanel } from '../support/panels.js';

const panel = madePanel({ datasets: 2, rules: 2, days: 80 });

async function manifestOf(options: Partial<TrainOptions>, on = panel): Promise<Manifest> {
  const { bundle, predictor } = await trainModel(on, { spec: 'classic', rounds: 5, ...options });
  predictor.model.close();
  return { ...bundle.manifest, files: {} };
}

describe('the facts of a version', () => {
  let facts: ReturnType<typeof versionFacts>;
  beforeAll(async () => {
    facts = versionFacts(await manifestOf({}));
  });

  it('hold the lineage and the error on days not trained on', async () => {
    const manifest = await manifestOf({});
    const [all] = manifest.evaluation!.scores;
    expect(facts.lineage).toMatchObject({ dataFingerprint: manifest.data.fingerprint, seed: 42 });
    expect(facts.lineage.parameters).toMatchObject({ rounds: 5, num_leaves: 31 });
    expect(facts.validation).toEqual({
      error: all!.model.mae,
      naiveError: all!.naive[all!.bestNaive]!.mae,
      crps: all!.distribution!.model.crps,
      naiveCrps: all!.distribution!.naive[all!.distribution!.bestNaive]!.crps,
      rows: all!.rows,
    });
    expect(JSON.parse(JSON.stringify(facts))).toEqual(facts);
  });

  it('stay the same contract and method when the model is trained again, on other data too', async () => {
    const other = madePanel({ datasets: 3, rules: 2, days: 90, seed: 9 });
    const again = versionFacts(await manifestOf({ seed: 3, rounds: 9 }, other));
    expect(again.contractDigest).toBe(facts.contractDigest);
    expect(again.methodDigest).toBe(facts.methodDigest);
    expect(again.lineage.dataFingerprint).not.toBe(facts.lineage.dataFingerprint);
  });

  it('are another contract with other features or another horizon', async () => {
    for (const options of [{ spec: 'extended' as const }, { horizon: 2 }]) {
      expect(versionFacts(await manifestOf(options)).contractDigest).not.toBe(facts.contractDigest);
    }
  });

  it('are another method, and the same contract, with another backend or objective', async () => {
    for (const options of [{ objective: 'l2' as const }, { objective: 'l1' as const }]) {
      const other = versionFacts(await manifestOf(options));
      expect(other.methodDigest).not.toBe(facts.methodDigest);
      expect(other.contractDigest).toBe(facts.contractDigest);
    }
  });

  it('have no CRPS where an older version did not measure it', async () => {
    const { evaluation, ...manifest } = await manifestOf({});
    const scores = evaluation!.scores.map(({ distribution: _, ...score }) => score);
    const { validation } = versionFacts({ ...manifest, evaluation: { ...evaluation!, scores } });
    expect(Object.keys(validation!)).toEqual(['error', 'naiveError', 'rows']);
  });

  it('have no error where no days were kept for a test', async () => {
    expect(versionFacts(await manifestOf({ testFraction: 0 })).validation).toBeNull();
  });
});
