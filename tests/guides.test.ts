import { testCommandBlocks } from './support/commands.js';
import { createGuideFolder, type GuideFolder } from './support/guide-folder.js';
import { productFiles, root } from './support/workspace.js';

const guides = productFiles('docs/guides/*.md').filter((file) => !file.endsWith('/README.md'));
const COMMANDS_TIMEOUT_MS = 10 * 60_000;
jest.setTimeout(COMMANDS_TIMEOUT_MS);

for (const file of guides) {
  describe(`the guide ${file}`, () => {
    let guide: GuideFolder;
    beforeAll(() => {
      guide = createGuideFolder();
    });
    afterAll(() => guide?.remove());

    testCommandBlocks(file, (script) => guide.run(script));
  });
}

describe('a folder outside the clone', () => {
  let guide: GuideFolder;
  beforeAll(() => {
    guide = createGuideFolder();
  });
  afterAll(() => guide?.remove());

  it('is empty, and the program is on its path by the line of the README', () => {
    const { code, output } = guide.run('test -z "$(ls -A)" && dqs --version && command -v dqs');
    expect(`${code} ${output}`).toMatch(/^0 \d+\.\d+\.\d+\n/);
    expect(output).toContain(root);
  });

  it('is what relative paths start from, and exit codes are the program’s own', () => {
    const script = 'mkdir logs && dqs generate --datasets 2 --rules 2 --days 30 --out logs/a.csv && test -s logs/a.csv';
    expect(guide.run(script)).toMatchObject({ code: 0 });
    expect(guide.run('dqs predict --no-such-option')).toMatchObject({ code: 2 });
  });
});
