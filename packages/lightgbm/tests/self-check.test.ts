import { availableEngines, lightgbmVersion, selfCheck } from '../src/index.js';
import { program } from './support/program.js';

describe('selfCheck', () => {
  it('has loaded the module, trained a model and compared every predictor of this processor', async () => {
    const report = await selfCheck();
    expect(report).toMatchObject({
      ok: true,
      version: lightgbmVersion(),
      binary: expect.stringMatching(/lightgbm\.node$/),
    });
    expect(report.checked).toEqual(['native module loaded', 'model trained', 'predictors agree']);
    expect(report.engines.every((engine) => availableEngines().includes(engine))).toBe(true);
    expect(report.engines.at(-1)).toBe('lightgbm');
    expect(report.threads).toBeGreaterThanOrEqual(1);
    expect(report.problem).toBeUndefined();
    expect(JSON.parse(JSON.stringify(report))).toEqual(report);
  });

  it('says what went wrong where the module is missing, and does not throw', async () => {
    const ended = await program('self-check.mts', [], [], { DQS_LIGHTGBM_BINARY: '/nowhere.node' });
    const report = JSON.parse(ended.stdout) as object;
    expect(report).toMatchObject({ ok: false, threads: 0, checked: [], engines: [] });
    expect(report).toHaveProperty('problem', expect.stringContaining('no usable native binary'));
    expect(report).not.toHaveProperty('binary');
    expect(report).not.toHaveProperty('version');
  });
});
