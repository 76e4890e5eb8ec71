import { loadLibrary, selfCheck } from '../src/index.js';
import { program } from './support/program.js';

describe('selfCheck', () => {
  it('has loaded module and library, trained a model and predicted with it', async () => {
    const report = await selfCheck();
    expect(report).toMatchObject({ ok: true, library: loadLibrary(), binary: expect.stringMatching(/xgboost\.node$/) });
    expect(report.checked).toEqual(['native module loaded', 'library loaded', 'model trained', 'rows predicted']);
    expect(report.threads).toBeGreaterThanOrEqual(1);
    expect(JSON.parse(JSON.stringify(report))).toEqual(report);
  });

  it('says what went wrong where there is no library, and does not throw', async () => {
    const ended = await program('self-check.mts', [], [], { DQS_XGBOOST_LIBRARY: '/nowhere.so' });
    const report = JSON.parse(ended.stdout) as object;
    expect(report).toMatchObject({ ok: false, checked: ['native module loaded'] });
    expect(report).toHaveProperty('problem', expect.stringContaining('needs the XGBoost library'));
    expect(report).not.toHaveProperty('library');
  });
});
