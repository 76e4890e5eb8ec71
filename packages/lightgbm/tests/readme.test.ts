import { spawnSync } from 'node:child_process';
import { existsSync, mkdtempSync, readFileSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { join, resolve } from 'node:path';

const root = resolve(__dirname, '..');
const readme = readFileSync(join(root, 'README.md'), 'utf8');

describe('the README', () => {
  const examples = [...readme.matchAll(/```js\n([\s\S]*?)```/g)].map((match) => match[1] ?? '');

  it('starts with an example that runs', () => expectToRun(examples[0] ?? ''));

  it.each(examples.slice(1).map((example, i) => [i + 1, example] as const))(
    'has an example %i that runs',
    (_, example) => expectToRun(example),
  );

  it('says for every function of the C API whether it is bound', () => {
    const header = findHeader();
    if (header === undefined) return console.warn('LightGBM sources are not in the cache: C API list not compared');
    const functions = [...readFileSync(header, 'utf8').matchAll(/LIGHTGBM_C_EXPORT [\w* ]+?(LGBM_\w+)\(/g)].map(
      (match) => match[1],
    );
    const listed = new Set([...readme.matchAll(/LGBM_\w+/g)].map((match) => match[0]));
    expect(functions.filter((name) => !listed.has(name as string))).toEqual([]);
    expect([...listed].filter((name) => !functions.includes(name))).toEqual([]);
  });
});

/** Runs an example; its last output line says whether its claim holds. */
function expectToRun(example: string): void {
  // Inside the package, so that its own name resolves.
  const folder = mkdtempSync(join(root, 'tests', 'example-'));
  try {
    writeFileSync(join(folder, 'example.mjs'), example);
    const args = ['--conditions=@dqs/source', '--import', 'tsx', join(folder, 'example.mjs')];
    const options = {
      encoding: 'utf8',
      cwd: root,
      env: { ...process.env, NODE_OPTIONS: '', FORCE_COLOR: '0' },
    } as const;
    const ended = spawnSync(process.execPath, args, options);
    expect(ended).toMatchObject({ status: 0, stderr: '' });
    expect(ended.stdout.trim().endsWith('true')).toBe(true);
  } finally {
    rmSync(folder, { recursive: true });
  }
}

function findHeader(): string | undefined {
  const cache = process.env['DQS_NATIVE_CACHE'] ?? resolve(root, '../../node_modules/.cache/dqs-native');
  if (!existsSync(cache)) return undefined;
  const folder = readdirSync(cache).find((name) => name.startsWith('source-'));
  const header = join(cache, folder ?? '', 'package/dependencies/LightGBM/include/LightGBM/c_api.h');
  return existsSync(header) ? header : undefined;
}
