import { runProcess } from './support/process.js';
import { projects, root } from './support/workspace.js';

/** A version that there will hardly be. */
const NEXT = '90.0.0';

describe('nx release', () => {
  let output: string;
  beforeAll(() => {
    // As somebody would who has a look first; nothing is written.
    const args = ['node_modules/.bin/nx', 'release', NEXT, '--dry-run', '--first-release', '--skip-publish'];
    const env = { ...process.env, NODE_OPTIONS: '', NX_DAEMON: 'false', NX_TUI: 'false', FORCE_COLOR: '0' };
    const result = runProcess(process.execPath, args, root, env);
    if (result.code !== 0) throw new Error(result.output);
    output = result.output;
  }, 300_000);

  it('gives every project the same new version', () => {
    const written = [...output.matchAll(/New version (\S+) written to manifest: (\S+)\/package\.json/g)];
    expect(written.map(([, version, folder]) => `${folder} ${version}`).sort()).toEqual(
      projects()
        .map(({ folder }) => `${folder} ${NEXT}`)
        .sort(),
    );
  });

  it('moves what they need of each other along, optional peers included', () => {
    const named = (mark: string) => [...output.matchAll(new RegExp(`^\\${mark} +"(@dqs/[^"]+)": "([^"]+)"`, 'gm'))];
    const needs = projects().flatMap(({ manifest }) => {
      const { dependencies, peerDependencies, devDependencies } = manifest as typeof manifest & {
        readonly devDependencies?: Readonly<Record<string, string>>;
      };
      return Object.keys({ ...dependencies, ...peerDependencies, ...devDependencies }).filter((name) =>
        name.startsWith('@dqs/'),
      );
    });
    expect(
      named('+')
        .map(([, name]) => name)
        .sort(),
    ).toEqual(needs.sort());
    expect(new Set(named('+').map(([, , version]) => version))).toEqual(new Set([NEXT]));
  });

  it('writes what changed above what is written already', () => {
    const [, written] = output.split(new RegExp(`^\\+ #+ ${NEXT}\\b`, 'm'));
    expect(written).toMatch(/^ {2}#+ 0\.1\.0$/m);
    expect(output).not.toContain('Thank You');
  });
});
