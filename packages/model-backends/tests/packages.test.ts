import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';

import { describeBackend, registerBackendPackages, registeredPackages } from '../src/index.js';

const folder = mkdtempSync(join(tmpdir(), 'dqs-packages-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

/** A module whose backend has that name. */
const backendCode = (name: string) => `{
  name: '${name}',
  capabilities: {
    training: true, weights: true, contributions: false, categories: false, quantiles: false, incremental: false,
    distributed: false, objectives: ['l2'],
  },
  wording: { label: 'Own', description: 'one of our own' },
  defaults: () => ({}), train: async () => undefined, load: async () => undefined,
}`;

/** Installs a package of these files, its package.json included. */
function install(name: string, files: Readonly<Record<string, string>>): void {
  for (const [file, text] of Object.entries(files)) {
    const path = join(folder, 'node_modules', name, file);
    mkdirSync(dirname(path), { recursive: true });
    writeFileSync(path, text);
  }
}

const packageFile = (content: object) => ({ 'package.json': JSON.stringify(content) });

async function refusal(name: string): Promise<string> {
  const error: unknown = await registerBackendPackages([name], folder).catch((cause: unknown) => cause);
  expect(error).toMatchObject({ code: 'model-backend-invalid', details: { package: name } });
  return (error as Error).message;
}

describe('packages with backends', () => {
  it.each([
    ['main', { main: './lib/own.cjs' }, 'lib/own.cjs', 'module.exports = '],
    ['no entry at all', {}, 'index.js', 'module.exports = '],
    ['exports', { main: './not-there.cjs', exports: './own.cjs' }, 'own.cjs', 'module.exports.backend = '],
    [
      'conditions, of which unknown ones are passed over',
      { exports: { '.': { types: './own.d.ts', browser: './b.js', import: { default: './own.cjs' } } } },
      'own.cjs',
      'module.exports.backend = ',
    ],
  ])('are found by %s', async (what, content, file, code) => {
    const name = `own-${what.split(' ')[0]!.toLowerCase()}`.replace(/[^a-z-]/g, '');
    install(`@acme/${name}`, { ...packageFile(content), [file]: `${code}${backendCode(name)}` });
    const [backend] = await registerBackendPackages([`@acme/${name}`], folder);
    expect(describeBackend(name)).toBe(backend);
    expect(registeredPackages().at(-1)).toEqual({ names: [`@acme/${name}`], folder });
  });

  it('may be files, from the folder or by their whole path', async () => {
    writeFileSync(join(folder, 'mine.cjs'), `module.exports = ${backendCode('mine')}`);
    writeFileSync(join(folder, 'yours.cjs'), `module.exports = ${backendCode('yours')}`);
    const backends = await registerBackendPackages(['./mine.cjs', join(folder, 'yours.cjs')], folder);
    expect(backends.map(({ name }) => name)).toEqual(['mine', 'yours']);
  });

  it('that are none register nothing', async () => {
    const before = registeredPackages().length;
    expect(await registerBackendPackages([], folder)).toEqual([]);
    expect(registeredPackages()).toHaveLength(before);
  });

  it('that are not installed say how to install them', async () => {
    expect(await refusal('@acme/absent')).toBe(
      'the package "@acme/absent" of the setting "backends" is not installed; npm install @acme/absent',
    );
  });

  it.each([
    ['nothing for import', { exports: { types: './own.d.ts', import: { types: './own.d.ts' } } }],
    ['nothing but another path', { exports: { './other': './other.js', '.': ['./own.js'] } }],
    ['nothing at all', { exports: null }],
  ])('that export %s are refused', async (_what, content) => {
    install('@acme/closed', packageFile(content));
    expect(await refusal('@acme/closed')).toBe('the package "@acme/closed" exports nothing for import');
  });

  it('that are damaged say why they cannot be loaded', async () => {
    install('@acme/damaged', { 'package.json': '{' });
    expect(await refusal('@acme/damaged')).toMatch(/^the package "@acme\/damaged" cannot be loaded: .*JSON/);
    install('@acme/hollow', packageFile({ main: './gone.cjs' }));
    expect(await refusal('@acme/hollow')).toMatch(/^the package "@acme\/hollow" cannot be loaded: .*gone\.cjs/);
  });

  it('that export something else say what a backend lacks, and where its author can look', async () => {
    install('@acme/other', { ...packageFile({}), 'index.js': `exports.backend = { name: 'Other' }; exports.more = 1` });
    const message = await refusal('@acme/other');
    expect(message).toMatch(/to export a ModelBackend as "default" or "backend": name: expected lower-case letters/);
    expect(message).toMatch(/its author can run the contract suite of @dqs\/model-backends\/testing$/);
  });

  it('cannot take the name of a backend that is there', async () => {
    install('@acme/thief', { ...packageFile({}), 'index.js': `module.exports = ${backendCode('lightgbm')}` });
    await expect(registerBackendPackages(['@acme/thief'], folder)).rejects.toMatchObject({
      code: 'model-backend-invalid',
      message: 'expected a backend with a unique name, "lightgbm" is taken',
    });
  });
});
