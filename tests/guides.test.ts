import { readdirSync } from 'node:fs';

import { consumerEnvironment } from './support/consumer.js';
import { runScript, testCommandBlocks } from './support/commands.js';
import { createGuideFolder, type GuideFolder } from './support/guide-folder.js';
import { productFiles } from './support/workspace.js';

const guides = productFiles('docs/guides/*.md').filter((file) => !file.endsWith('/README.md'));
const COMMANDS_TIMEOUT_MS = 10 * 60_000;
jest.setTimeout(COMMANDS_TIMEOUT_MS);

for (const file of guides) {
  describe(`the guide ${file}`, () => {
    let guide: GuideFolder;
    beforeAll(() => {
      guide = createGuideFolder(file);
    });
    afterAll(() => guide?.remove());

    const run = (script: string) => runScript(script, guide.folder, consumerEnvironment(guide.folder));
    testCommandBlocks(file, run, true);
  });
}

describe('a folder of a guide', () => {
  it('has the program, the installed packages and the files beside the guide, and takes packages of its own', () => {
    const guide = createGuideFolder('docs/guides/none.md');
    try {
      const script = [
        'mkdir -p node_modules/@acme/own && echo "module.exports = 7" > node_modules/@acme/own/index.js',
        'node -e "if (require(\'@acme/own\') !== 7) throw new Error()"',
        'npx dqs --version && dqs --help | grep -q backtest',
      ];
      const { code, output } = runScript(script.join('\n'), guide.folder, consumerEnvironment(guide.folder));
      expect(`${code} ${output}`).toMatch(/^0 \d+\.\d+\.\d+/);
      expect(readdirSync(guide.folder)).toContain('package.json');
    } finally {
      guide.remove();
    }
  });
});
