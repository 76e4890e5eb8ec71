import { backtest, measureBackend } from '../../src/index.js';
import { madePanel } from '../support/panels.js';

const OPTIONS = { spec: 'classic', rounds: 5, folds: 2, threads: 1 } as const;

describe('measureBackend', () => {
  it.each(['lightgbm', 'ridge', 'naive'])('scores %s as a backtest does, and reports its cost', async (backend) => {
    const panel = madePanel({ days: 80 });
    const measured = await measureBackend(panel, { ...OPTIONS, backend });
    const spec = backend === 'naive' ? 'naive' : 'classic';
    const { evaluation } = await backtest(panel, { ...OPTIONS, spec, backend });
    expect(measured.evaluation).toEqual(evaluation);
    expect(measured).toMatchObject({
      backend,
      engine: backend === 'lightgbm' ? expect.stringMatching(/^LightGBM /) : null,
    });
    expect(measured.modelBytes).toBeGreaterThan(100);
    expect(measured.forecastRowsPerSecond).toBeGreaterThan(0);
    expect(measured.trainMs).toBeGreaterThan(0);
    expect(measured.addedRssBytes).toBeGreaterThanOrEqual(0);
    expect(measured.peakRssBytes).toBeGreaterThan(10_000_000);
  });

  it('measures every backend on the same days, with the same naive forecasts', async () => {
    const panel = madePanel({ days: 80 });
    const one = await measureBackend(panel, { ...OPTIONS, backend: 'ridge' });
    const other = await measureBackend(panel, { ...OPTIONS, backend: 'random-forest' });
    expect(other.evaluation.rows).toBe(one.evaluation.rows);
    expect(other.evaluation.scores[0]!.naive).toEqual(one.evaluation.scores[0]!.naive);
  });
});
