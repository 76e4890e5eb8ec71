import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { parse } from 'acorn';
import { runProcess } from './support/process.js';
import { read, root } from './support/workspace.js';

const address = (...parts: string[]) => JSON.stringify(pathToFileURL(join(root, ...parts)).href);

/** Runs a module in a process that believes to be another version of Node. */
function onNode(version: string, script: string) {
  const pretend = `Object.defineProperty(process, 'versions', { value: { ...process.versions, node: '${version}' } });`;
  const args = ['--input-type=module', '-e', `${pretend}\n${script}`];
  return runProcess(process.execPath, args, root, process.env);
}

describe('a Node that is too old', () => {
  it.each(['18.20.4', '20.18.3'])(
    'is named in the first line of the program, with the one that is needed (%s)',
    (old) => {
      const { code, output } = onNode(old, `await import(${address('apps', 'cli', 'bin', 'dqs.js')});`);
      expect({ code, output }).toEqual({ code: 1, output: `dqs needs Node.js 20.19 or newer, and this is ${old}.\n` });
    },
  );

  it('can parse what says so, however old it is', () => {
    const text = read('apps/cli/bin/dqs.js');
    expect(() => parse(text, { ecmaVersion: 5, allowHashBang: true })).not.toThrow();
    expect(() => parse(`${text}\nconst five = () => 5;`, { ecmaVersion: 5, allowHashBang: true })).toThrow();
    expect(JSON.parse(read('apps/cli/bin/package.json'))).toEqual({ type: 'commonjs' });
  });

  it('is named in the first line of every command of the workspace', () => {
    const script = `const { setUpOrExit } = await import(${address('tools', 'workspace', 'setup.mjs')}); await setUpOrExit();`;
    const { code, output } = onNode('20.18.3', script);
    expect({ code, output }).toEqual({
      code: 1,
      output: 'DQS needs Node.js 20.19 or newer, and this is 20.18.3.\n',
    });
  });
});

describe('--node', () => {
  const chosen = (...args: string[]) =>
    runProcess(
      process.execPath,
      [
        '--input-type=module',
        '-e',
        `const { chosenVersions } = await import(${address('tools', 'workspace', 'node-versions.mjs')});
         console.log(JSON.stringify(chosenVersions(${JSON.stringify(args)})));`,
      ],
      root,
      process.env,
    );

  it('takes one version, several or all, and none where it is absent', () => {
    expect(JSON.parse(chosen('--node', '24').output)).toEqual(['24']);
    expect(JSON.parse(chosen('--node', '22,26').output)).toEqual(['22', '26']);
    expect(JSON.parse(chosen('--node', 'all').output)).toEqual(['20', '22', '24', '26']);
    expect(JSON.parse(chosen('--ci').output)).toEqual([]);
  });

  it('refuses a version that is not tested, with those that are', () => {
    expect(chosen('--node', '21').output).toContain('--node takes 20, 22, 24, 26 or all, got "21"');
    expect(chosen('--node').code).toBe(1);
  });
});
