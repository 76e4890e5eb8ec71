import { consumerEnvironment } from './support/consumer.js';
import { commandBlocks, npmScripts, runScript, testCommandBlocks } from './support/commands.js';
import { codeBlocks } from './support/markdown.js';
import { productFiles, read } from './support/workspace.js';
import { copyWorkspace } from './support/workspace-copy.js';
import type { WorkspaceCopy } from './support/workspace-copy.js';

const texts = productFiles('*.md');
/**
 * Commands in the READMEs of packages and apps are for their users, so they run where those are installed:
 * consumer.test.ts. Each guide is followed in a project of its own: guides.test.ts. Those of runbooks run under the fault that
 * they are about: apps/cli/tests/runbooks.test.ts.
 */
const forWorkspace = texts.filter((file) => !/^(?:packages|apps|docs\/(?:guides|runbooks))\//.test(file));
const COMMANDS_TIMEOUT_MS = 10 * 60_000;
jest.setTimeout(COMMANDS_TIMEOUT_MS);

describe('commands in Markdown files', () => {
  it('stand in blocks marked sh or bash, so that none escapes these tests', () => {
    const escaped = texts.flatMap((file) =>
      codeBlocks(read(file))
        .filter(({ language }) => ['shell', 'console', 'zsh', 'shellsession'].includes(language))
        .map(({ line }) => `${file}:${line}`),
    );
    expect(escaped).toEqual([]);
  });

  it('name only npm scripts that exist', () => {
    const { scripts } = JSON.parse(read('package.json')) as { scripts: Record<string, string> };
    const unknown = texts.flatMap((file) =>
      commandBlocks(file).flatMap(({ line, script }) =>
        npmScripts(script)
          .filter((name) => !(name in scripts))
          .map((name) => `${file}:${line}: ${name}`),
      ),
    );
    expect(unknown).toEqual([]);
  });
});

describe('Markdown files', () => {
  it('name no data that a plain clone lacks', () => {
    expect(texts.filter((file) => read(file).includes('../shared/'))).toEqual([]);
  });
});

describe('commands for the workspace', () => {
  let copy: WorkspaceCopy;
  beforeAll(() => {
    copy = copyWorkspace();
  });
  afterAll(() => copy?.remove());

  for (const file of forWorkspace) {
    testCommandBlocks(file, (script) => runScript(script, copy.folder, consumerEnvironment(copy.folder)));
  }
});
