import { BATCH_FAULTS } from './faults/batch-faults.js';
import { BUNDLE_FAULTS } from './faults/bundle-faults.js';
import { INPUT_FAULTS } from './faults/input-faults.js';
import { TRAINING_FAULTS } from './faults/training-faults.js';
import { Workbench, type Fault } from './faults/workbench.js';

const CATALOGUE: readonly Fault[] = [...TRAINING_FAULTS, ...BUNDLE_FAULTS, ...INPUT_FAULTS, ...BATCH_FAULTS];

interface Outcome {
  readonly name: string;
  /** Failed checks, of which at least one had to be among those that are meant to see the fault. */
  readonly failed: readonly string[];
  readonly caught: boolean;
}

describe('the catalogue of faults', () => {
  const bench = new Workbench(11);
  const outcomes: Outcome[] = [];

  afterAll(async () => {
    await bench.close();
    const missed = outcomes.filter(({ caught }) => !caught);
    const list = missed.map(
      ({ name, failed }) => `  missed: ${name}${failed.length > 0 ? ` (only ${failed.join(', ')})` : ''}`,
    );
    process.stdout.write(
      `${[`${outcomes.length - missed.length} of ${outcomes.length} seeded faults are caught`, ...list].join('\n')}\n`,
    );
  });

  it('holds at least 40 faults, no two of one name', () => {
    expect(CATALOGUE.length).toBeGreaterThanOrEqual(40);
    expect(new Set(CATALOGUE.map(({ name }) => name)).size).toBe(CATALOGUE.length);
  });

  it('has every fault caught by a check that is meant to see it', async () => {
    for (const { name, caughtBy, inject } of CATALOGUE) {
      const failed = (await inject(bench)).filter(({ verdict }) => verdict === 'fail').map((check) => check.name);
      outcomes.push({ name, failed, caught: failed.some((check) => caughtBy.includes(check)) });
    }
    expect(outcomes.filter(({ caught }) => !caught)).toEqual([]);
  }, 600_000);
});
