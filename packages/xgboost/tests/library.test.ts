import { execFileSync } from 'node:child_process';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { loadLibrary } from '../src/index.js';
import { program } from './support/program.js';

interface Loaded {
  readonly code: string;
  readonly message: string;
  readonly version?: string;
  readonly source?: string;
}

async function load(env: Record<string, string>, args: readonly string[] = []): Promise<Loaded> {
  return JSON.parse((await program('load.mts', args, [], env)).stdout) as Loaded;
}

/** A shared library compiled from a line of C++: XGBoost's functions, or too few of them. */
function compile(folder: string, name: string, source: string): string {
  const path = join(folder, name);
  execFileSync(process.env['CXX'] ?? 'c++', ['-shared', '-fPIC', '-x', 'c++', '-', '-o', path], { input: source });
  return path;
}

describe('the XGBoost library', () => {
  let folder = '';
  beforeAll(async () => (folder = await mkdtemp(join(tmpdir(), 'dqs-xgboost-'))));
  afterAll(() => rm(folder, { recursive: true }));

  it('is found, is 1.7 or newer, and serves the whole process', () => {
    const info = loadLibrary();
    expect(info.version).toMatch(/^(1\.[7-9]|[2-9])\./);
    expect(loadLibrary()).toBe(info);
    expect(() => loadLibrary({ path: join(folder, 'other.so') })).toThrow('another XGBoost library is in use');
    expect(() => loadLibrary({ paths: 'x' } as never)).toThrow('did you mean "path"');
  });

  it('can be given by path, as an option or in the environment', async () => {
    const { path } = loadLibrary();
    if (!path.startsWith('/')) return expect(path).toMatch(/^libxgboost/);
    expect(await load({}, [path])).toMatchObject({ code: 'loaded', source: 'option path' });
    return expect(await load({ DQS_XGBOOST_LIBRARY: path })).toMatchObject({ source: 'DQS_XGBOOST_LIBRARY' });
  });

  it('when missing, gives an error that says what was tried and what to install', async () => {
    const path = join(folder, 'none.so');
    const { code, message } = await load({ DQS_XGBOOST_LIBRARY: path });
    expect(code).toBe('library-missing');
    expect(message).toContain(path);
    expect(message).toContain('npm install xgboost_node');
    expect(message).toContain('apt install libxgboost0');
  });

  it('when it is not a library, gives an error with the reason', async () => {
    const path = join(folder, 'text.so');
    await writeFile(path, 'not a library');
    expect(await load({ DQS_XGBOOST_LIBRARY: path })).toMatchObject({
      code: 'library-missing',
      message: expect.stringMatching(/file too short|invalid ELF|not a mach-o/) as unknown,
    });
  });

  it('when it is another library, gives an error that names what it lacks', async () => {
    const path = compile(folder, 'other.so', 'extern "C" void XGBoostVersion(int*, int*, int*) {}');
    expect(await load({ DQS_XGBOOST_LIBRARY: path })).toMatchObject({
      code: 'library-incompatible',
      message: expect.stringContaining('it has no function XGBGetLastError') as unknown,
    });
  });

  it('when it is too old, gives an error with its version', async () => {
    const names = [
      ...['XGBGetLastError', 'XGBRegisterLogCallback', 'XGDMatrixCreateFromDense', 'XGDMatrixFree'],
      ...['XGDMatrixSetFloatInfo', 'XGDMatrixGetFloatInfo', 'XGDMatrixSetUIntInfo', 'XGDMatrixSetStrFeatureInfo'],
      ...['XGBoosterCreate', 'XGBoosterFree', 'XGBoosterSlice', 'XGBoosterBoostedRounds'],
      ...['XGBoosterSetParam', 'XGBoosterGetNumFeature', 'XGBoosterUpdateOneIter', 'XGBoosterBoostOneIter'],
      ...['XGBoosterEvalOneIter', 'XGBoosterPredictFromDMatrix', 'XGBoosterPredictFromDense', 'XGBoosterFeatureScore'],
      ...['XGBoosterLoadModelFromBuffer', 'XGBoosterSaveModelToBuffer', 'XGBoosterSaveJsonConfig', 'XGBoosterSetAttr'],
      ...['XGBoosterGetAttr', 'XGBoosterGetAttrNames', 'XGBoosterSetStrFeatureInfo', 'XGBoosterGetStrFeatureInfo'],
    ];
    const version = 'void XGBoostVersion(int* a, int* b, int* c) { *a = 1; *b = 6; *c = 2; }';
    const source = `extern "C" { ${version} ${names.map((name) => `void ${name}() {}`).join(' ')} }`;
    const path = compile(folder, 'old.so', source);
    expect(await load({ DQS_XGBOOST_LIBRARY: path })).toMatchObject({
      code: 'library-incompatible',
      message: expect.stringContaining('it is XGBoost 1.6.2, 1.7 or newer is needed') as unknown,
    });
  });
});
