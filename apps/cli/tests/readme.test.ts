import { execFile } from 'node:child_process';
import { readFileSync, writeFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { promisify } from 'node:util';

import { environment, PROGRAM, scratchFolder } from './support/dqs.js';
import { readSettings } from './support/read-settings.js';

const README = readFileSync(resolve(__dirname, '..', 'README.md'), 'utf8');
const folder = scratchFolder();
/** As of the documents of the workspace: every command is a process, and the machine may be busy. */
const COMMANDS_TIMEOUT_MS = 10 * 60_000;

function blocks(language: string): string[] {
  return [...README.matchAll(new RegExp(`^\`\`\`${language}\\n(.*?)^\`\`\``, 'gms'))].map((match) => match[1]!);
}

describe('README.md', () => {
  it(
    'has commands that run, one after the other, in an empty folder',
    async () => {
      // `npx dqs` is this program, run by the node of these tests.
      writeFileSync(join(folder, 'npx'), `#!/bin/sh\nshift\nexec "${process.execPath}" "${PROGRAM}" "$@"\n`, {
        mode: 0o755,
      });
      const env = environment({ PATH: `${folder}:${process.env['PATH']}` });
      for (const block of blocks('sh')) {
        const { stderr } = await promisify(execFile)('sh', ['-ec', block], { cwd: folder, env });
        expect(stderr).toBe('');
      }
    },
    COMMANDS_TIMEOUT_MS,
  );

  it('has settings that are allowed', async () => {
    const [config] = blocks('json');
    writeFileSync(join(folder, 'dqs.config.json'), config!);
    const settings = await readSettings('train', {}, { env: {}, cwd: folder });
    expect(settings).toEqual({ threads: 2, spec: 'classic', param: { num_leaves: 63 } });
  });
});
