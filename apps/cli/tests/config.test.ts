import { dqs, scratchFolder } from './support/dqs.js';

const folder = scratchFolder();

describe('a wrong setting', () => {
  it('ends the program with code 2 before anything is done', async () => {
    const run = await dqs(['generate', '--rows', 'many', '--seed', '-1', '--out', 'x.csv'], { cwd: folder });
    expect(run).toMatchObject({ code: 2, stdout: '' });
    expect(run.stderr).toMatch(/^error \[config-invalid\]: 2 invalid settings:\n {2}--rows: .*\n {2}--seed: /);
  });

  it('is shown with its source on request', async () => {
    const { stderr } = await dqs(['generate', '--rows', '10', '--out', 'x.xls', '--verbose'], { cwd: folder });
    expect(stderr).toMatch(/error \[invalid-argument\]: expected --out to end in .csv[^\n]*\n.*DqsError.*\n +at /s);
    expect((await dqs(['doctor', '--log-level', 'loud'], { env: { DQS_DEBUG: '1' } })).stderr).toMatch(/\n +at /);
  });

  it('a limit that is none is wrong use, not a defect', async () => {
    const run = await dqs(['train', '--input', 'x.csv', '--out', 'model', '--limit', '-0']);
    expect(run).toMatchObject({ code: 2, stdout: '' });
    expect(run.stderr).toContain('error [config-invalid]: --limit: expected name=number');
  });
});
