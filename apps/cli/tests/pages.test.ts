import { readFileSync } from 'node:fs';
import { join } from 'node:path';

import { dqs, scratchFolder } from './support/dqs.js';
import { expectFine, QUICK_TRAINING, smallBundle, smallHistory } from './support/fixtures.js';

const folder = scratchFolder();

/** What a command printed as JSON and the page it wrote. */
interface Written {
  readonly json: Record<string, never>;
  readonly html: string;
}

/** The pages themselves are tested in @dqs/reports; here, that each command writes its own from what it found. */
describe('--html writes a page that holds what --json prints', () => {
  let [history, model, other] = ['', '', ''];

  beforeAll(async () => {
    history = await smallHistory(folder);
    model = await smallBundle(folder, history);
    other = join(folder, 'other');
    await expectFine(['train', '-i', history, ...QUICK_TRAINING, '--rounds', '40', '--out', other]);
  });

  const run = async (name: string, ...args: string[]): Promise<Written> => {
    const path = join(folder, `${name}.html`);
    const { stdout, stderr, code } = await dqs([...args, '--html', path, '--json'], { cwd: folder });
    if (code !== 0 && code !== 3) throw new Error(`${args.join(' ')}: ${code} ${stderr}`);
    return { json: JSON.parse(stdout) as never, html: readFileSync(path, 'utf8') };
  };

  it('a backtest: the error of every series', async () => {
    const { json, html } = await run('backtest', 'backtest', '-i', history, ...QUICK_TRAINING, '--folds', '2');
    const series = json['series'] as unknown as readonly { readonly mae: number }[];
    expect(rows(html, 'series-table')).toBe(series.length);
    for (const { mae } of series) expect(html).toContain(`>${mae.toFixed(2)}<`);
  });

  it('a validation: every check', async () => {
    const limit = ['--limit', 'minSkill=0.99'];
    const { json, html } = await run('validation', 'validate', '--model', model, '-i', history, ...limit);
    for (const { name } of json['checks'] as unknown as readonly { readonly name: string }[])
      expect(html).toContain(`>${name}<`);
    expect(html).toContain('does not pass');
  });

  it('a comparison: every backend', async () => {
    const only = ['--only', 'naive', 'ridge', '--folds', '1'];
    const { json, html } = await run('comparison', 'backends', 'compare', '-i', history, '--spec', 'classic', ...only);
    for (const { backend } of json['backends'] as unknown as readonly { readonly backend: string }[])
      expect(html).toContain(`>${backend}<`);
  });

  it('a search: every trial', async () => {
    const { json, html } = await run(
      'search',
      'tune',
      '-i',
      history,
      '--spec',
      'classic',
      '--rounds',
      '20',
      '--trials',
      '3',
    );
    expect(rows(html, 'trial-table')).toBe((json['trials'] as unknown as readonly unknown[]).length);
  });

  it('an experiment: its verdict', async () => {
    const arms = ['--control', model, '--treatment', other];
    const { json, html } = await run('experiment', 'experiment', 'replay', '-i', history, ...arms);
    const { treatments } = json['evaluation'] as unknown as {
      readonly treatments: readonly { readonly verdict: string }[];
    };
    expect(html).toContain(`>${treatments[0]!.verdict}<`);
  });
});

/** Rows in the body of the table with an id. */
function rows(html: string, id: string): number {
  const [, after = ''] = html.split(`id="${id}"`);
  return after.slice(after.indexOf('<tbody>'), after.indexOf('</tbody>')).split('<tr>').length - 1;
}
