import { writeFileSync } from 'node:fs';
import { join } from 'node:path';

import { readParamsFile } from '@dqs/runtime';

import { scratchFolder } from './support/dqs.js';
import { readSettings } from './support/read-settings.js';

const folder = scratchFolder();
const settings = (flags: Record<string, unknown>) => readSettings('train', flags, { env: {}, cwd: folder });

describe('names such as constructor and __proto__', () => {
  it('in a settings file are reported as unknown settings', async () => {
    const config = join(folder, 'dqs.json');
    writeFileSync(config, '{"__proto__":{"rounds":1},"constructor":1,"train":{"__proto__":1,"toString":2}}');
    await expect(settings({ config })).rejects.toMatchObject({
      code: 'config-invalid',
      details: {
        problems: [
          expect.stringMatching(/^__proto__ in .*unknown setting/),
          expect.stringMatching(/^constructor in .*unknown setting/),
          expect.stringMatching(/^train\.__proto__ in .*unknown setting/),
          expect.stringMatching(/^train\.toString in .*unknown setting/),
        ],
      },
    });
  });

  it('are parameters and limits; the one that cannot be kept is refused and does not vanish', async () => {
    const { param } = await settings({ param: ['constructor=1', 'toString=2'] });
    expect(Object.entries(param!)).toEqual([
      ['constructor', 1],
      ['toString', 2],
    ]);
    for (const flags of [{ param: ['__proto__=1', 'a=2'] }, { limit: ['__proto__=1'] }]) {
      await expect(settings(flags)).rejects.toMatchObject({
        code: 'config-invalid',
        message: expect.stringContaining('"__proto__", which cannot be stored'),
      });
    }
  });

  it('in a file of parameters are parameters, or refused', async () => {
    const path = join(folder, 'params.json');
    writeFileSync(path, '{"params":{"constructor":1}}');
    expect(Object.keys((await readParamsFile(path)).params!)).toEqual(['constructor']);
    writeFileSync(path, '{"params":{"__proto__":1}}');
    await expect(readParamsFile(path)).rejects.toThrow(/which cannot be stored/);
    writeFileSync(path, '{"params":{},"constructor":1}');
    await expect(readParamsFile(path)).rejects.toThrow(/unknown setting "constructor"/);
  });

  it('are no flag values', async () => {
    await expect(settings({ refit: 'constructor' })).rejects.toMatchObject({ code: 'config-invalid' });
  });
});
