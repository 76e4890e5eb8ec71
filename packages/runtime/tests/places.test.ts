import { assertPlaces } from '../src/places/assert-places.js';
import { assertBundlePlace } from '../src/places/bundle-place.js';
import { refusal, TestFolder } from './support/folder.js';

const folder = new TestFolder();

/** A folder that a bundle was written to, of one file of its own. */
function bundle(name: string, more: readonly string[] = []): string {
  folder.write(`${name}/manifest.json`, { files: { 'model.bin': {} } });
  for (const file of ['manifest.json.sha256', 'model.bin', ...more]) folder.write(`${name}/${file}`, 'x');
  return folder.at(name);
}

describe('the place of a bundle', () => {
  it('is a new directory, an empty one, or a bundle that is replaced', async () => {
    for (const path of [folder.at('new'), folder.folder('empty'), bundle('older')]) {
      expect(await refusal(() => assertBundlePlace(path))).toBeUndefined();
    }
  });

  it.each([
    ['a file', () => folder.write('file', 'x'), 'a file'],
    [
      'a directory of others',
      () => (folder.write('others/a.txt', 'x'), folder.at('others')),
      'a directory with other files',
    ],
    [
      'a manifest without its hash',
      () => (folder.write('hashless/manifest.json', { files: {} }), folder.at('hashless')),
      'a directory with other files',
    ],
    [
      'a manifest that is no JSON',
      () => {
        folder.write('torn/manifest.json.sha256', 'x');
        folder.write('torn/manifest.json', '{"files"');
        return folder.at('torn');
      },
      'a directory with other files',
    ],
    [
      'a stranger in a bundle',
      () => bundle('mixed', ['my "notes".txt']),
      String.raw`a bundle with "my \"notes\".txt" next to`,
    ],
  ])('is not %s, which stays', async (_what, make, told) => {
    const path = make();
    const refused = await refusal(() => assertBundlePlace(path));
    expect(refused?.[0]).toBe('config-invalid');
    expect(refused?.[1]).toContain(`expected --out to be a new directory or a bundle to replace, found ${told}`);
    expect(refused?.[1]).toContain(`at ${path}; choose another path`);
  });

  it('of a manifest that names no files holds nothing but the manifest', async () => {
    for (const [name, manifest] of Object.entries({ nothing: 'null', fileless: '{}' })) {
      folder.write(`${name}/manifest.json`, manifest);
      folder.write(`${name}/manifest.json.sha256`, 'x');
      expect(await refusal(() => assertBundlePlace(folder.at(name)))).toBeUndefined();
      folder.write(`${name}/model.bin`, 'x');
      expect((await refusal(() => assertBundlePlace(folder.at(name))))?.[1]).toContain('a bundle with "model.bin"');
    }
  });

  it('may be told as a URL of this machine', async () => {
    const path = folder.write('url-file', 'x');
    expect((await refusal(() => assertBundlePlace(`file://${path}`)))?.[1]).toContain(`found a file at ${path}`);
  });
});

describe('the places of a run', () => {
  const input = folder.write('in/results.csv', 'x');

  it('need no look where nothing is written', async () => {
    expect(await refusal(() => assertPlaces({ input: ['nowhere'], out: undefined }))).toBeUndefined();
  });

  it.each([
    ['a file', { input: [input], output: input }, '--input and --output are the same file'],
    ['a file of a folder', { input: [folder.at('in')], output: input }, '--input and --output are the same file'],
    ['a file of a pattern', { input: [folder.at('in', '*.csv')], rejects: input }, '--input and --rejects are'],
    ['one of several inputs', { input: ['-', folder.at('none'), input], out: input }, '--input and --out are'],
    ['newer results', { history: [folder.at('in')], output: input }, '--history and --output are the same file'],
    [
      'a file of a model',
      { model: bundle('used'), output: folder.at('used', 'model.bin') },
      '--model and --output are',
    ],
    ['a policy', { policy: input, out: input }, '--policy and --out are the same file'],
  ])('are not the same for what is read and written: %s', async (_what, settings, told) => {
    const refused = await refusal(() => assertPlaces(settings));
    expect(refused?.[0]).toBe('invalid-argument');
    expect(refused?.[1]).toContain(told);
    expect(refused?.[1]).toContain('writing it would destroy an input');
  });

  it('are not the same for two outputs, whether or not anything is written in the end', async () => {
    const out = folder.at('both.csv');
    for (const more of [{}, { dryRun: true }, { checkOnly: true }]) {
      const refused = await refusal(() => assertPlaces({ out, rejects: out, ...more }));
      expect(refused?.[1]).toContain('are the same file');
      expect(refused?.[1]).toContain('one would overwrite the other');
    }
  });

  it('are not inside a folder that must hold nothing else', async () => {
    for (const [name, flag] of Object.entries({ registry: '--registry', store: '--store', panelSet: '--panel-set' })) {
      const kept = folder.folder(`kept-${name}`);
      const refused = await refusal(() => assertPlaces({ [name]: kept, out: `${kept}/out.csv` }));
      expect(refused?.[0]).toBe('invalid-argument');
      expect(refused?.[1]).toContain(`--out is inside the folder of ${flag}, ${kept}, which must contain nothing else`);
    }
  });

  it('are not read from a bundle that is replaced', async () => {
    const bundleOut = bundle('replaced');
    const refused = await refusal(() => assertPlaces({ bundleOut, input: [`${bundleOut}/model.bin`] }));
    expect(refused?.[1]).toContain('--input is inside the folder of');
  });

  it('can be written to, unless nothing will be', async () => {
    const out = `${folder.write('no-folder', 'x')}/out.csv`;
    expect((await refusal(() => assertPlaces({ out })))?.[0]).toBe('output-not-writable');
    expect(await refusal(() => assertPlaces({ out, dryRun: true }))).toBeUndefined();
    expect(await refusal(() => assertPlaces({ out, checkOnly: true }))).toBeUndefined();
    // Its command makes the folder.
    expect(await refusal(() => assertPlaces({ out }, { out: 'folder' }))).toBeUndefined();
    expect((await refusal(() => assertPlaces({ bundleOut: folder.write('no-bundle', 'x') })))?.[0]).toBe(
      'config-invalid',
    );
  });

  it('count files that follow from others only where the file that they follow from is written', async () => {
    const further = () => [{ name: '--dead-letters', path: input }];
    const settings = { input: [input], output: folder.at('fine.csv') };
    expect((await refusal(() => assertPlaces(settings, { further })))?.[1]).toContain('--input and --dead-letters are');
    expect(
      await refusal(() => assertPlaces({ input: [input], rejects: folder.at('r.csv') }, { further })),
    ).toBeUndefined();
  });
});
