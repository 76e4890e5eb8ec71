import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { join, resolve } from 'node:path';

import { readPanel } from '../../src/index.js';
import { FIXTURES, fixtureFiles, panelLines } from '../support/tools.js';

/** What each fixture gave when a person last looked: written anew by `DQS_WRITE_GOLDEN=1` in the environment. */
const GOLDEN = resolve(__dirname, '../fixtures/tools-golden.json');
const files = fixtureFiles();

/** What becomes of one file, read with every manifest among the inputs. */
async function outcomeOf(file: string) {
  const manifests = files.filter((one) => one.startsWith('dbt-manifest/') && one !== file);
  const beside = file.startsWith('dbt-run-results/') || file.startsWith('dbt-sources/') ? manifests : [];
  const inputs = [file, ...beside].map((one) => join(FIXTURES, one));
  const { panel, report } = await readPanel(inputs, { onlyTools: true });
  const fault = report.faults?.[0]?.code;
  if (fault !== undefined) return { fault };
  const { format, tool, rowsUsed, rejected } = report.files.find(({ path }) => path === join(FIXTURES, file))!;
  return {
    tool: format,
    version: tool!.version,
    used: rowsUsed,
    rejected,
    skipped: tool!.skipped,
    panel: panelLines(panel),
  };
}

const golden = existsSync(GOLDEN) ? (JSON.parse(readFileSync(GOLDEN, 'utf8')) as Record<string, unknown>) : {};
const found: Record<string, unknown> = {};

afterAll(() => {
  if (process.env['DQS_WRITE_GOLDEN'] === '1') writeFileSync(GOLDEN, `${JSON.stringify(found, null, 1)}\n`);
});

(files.length > 0 ? describe : describe.skip)('real result files of tools', () => {
  it.each(files)('%s gives the panel that was looked at', async (file) => {
    found[file] = await outcomeOf(file);
    if (process.env['DQS_WRITE_GOLDEN'] !== '1') expect(found[file]).toEqual(golden[file]);
  });

  it('give as many passes and fails as their own statistics say', async () => {
    for (const file of files.filter((one) => one.startsWith('gx-validation/'))) {
      const document = JSON.parse(readFileSync(join(FIXTURES, file), 'utf8')) as {
        statistics: { successful_expectations: number; unsuccessful_expectations: number };
        results: { exception_info?: { raised_exception?: boolean } }[];
      };
      const raised = document.results.filter(({ exception_info }) => exception_info?.raised_exception).length;
      const { report } = await readPanel([join(FIXTURES, file)], { onlyTools: true, runDate: '2026-03-01' });
      const { successful_expectations: passed, unsuccessful_expectations: failed } = document.statistics;
      expect({ file, ...pick(report) }).toEqual({ file, passed, failed: failed - raised, neither: raised });
    }
  });

  it('of dbt give what their statuses say, and nothing where no test was executed', async () => {
    for (const file of files.filter((one) => one.startsWith('dbt-run-results/'))) {
      const { results, args } = JSON.parse(readFileSync(join(FIXTURES, file), 'utf8')) as {
        results: { status: string; unique_id: string }[];
        args?: { which?: string };
      };
      const isRun = ['test', 'build', undefined].includes(args?.which);
      const count = (status: string) =>
        isRun ? results.filter((one) => one.status === status && one.unique_id.includes('test.')).length : 0;
      const { report } = await readPanel([join(FIXTURES, file)], { onlyTools: true });
      expect({ file, ...pick(report) }).toEqual({ file, passed: count('pass'), failed: count('fail'), neither: 0 });
    }
  });

  it('are searched for below a folder, and read again change nothing', async () => {
    const { panel, report, events } = await readPanel([FIXTURES], { onlyTools: true });
    expect(report.files.length + report.faults!.length).toBe(files.length + 1);
    const again = await readPanel([FIXTURES], { onlyTools: true, knownEvents: events });
    expect(again.report.rowsUsed).toBe(0);
    expect(again.panel.keys).toHaveLength(0);
    expect(panel.keys.length).toBeGreaterThan(100);
  });
});

function pick({ passed, failed, neither }: { passed: number; failed: number; neither: number }) {
  return { passed, failed, neither };
}
