import { readFileSync } from 'node:fs';
import { resolve } from 'node:path';

import { manifests, OVERLAYS, toYaml, type Manifest } from '@dqs/deploy';
import { SETTINGS } from '@dqs/runtime/settings';

import { COMMAND_NAMES } from '../src/definitions/index.js';
import { createProgram } from '../src/program.js';
import { dqs, scratchFolder } from './support/dqs.js';

const folder = scratchFolder();
const print = (...args: string[]) => dqs(['deploy', 'print', ...args], { cwd: folder });

describe('dqs deploy print', () => {
  it('prints the base', async () => {
    expect(await print()).toEqual({ code: 0, stdout: toYaml(manifests()), stderr: '' });
  });

  it('prints an overlay as it stands in deploy/, behind the base', async () => {
    const { stdout } = await print('--overlay', 'worker');
    const file = readFileSync(resolve(__dirname, '../../../deploy/overlays/worker/worker.yaml'), 'utf8');
    expect(stdout).toBe(`${toYaml(manifests())}---\n${file}`);
  });

  it('prints an array of 256 indexes, as one list in JSON', async () => {
    const args = ['--overlay', 'batch', '--shards', '256', '--run', 's3://b/r', '--image', 'r.example/dqs:1', '--json'];
    const { code, stdout } = await print(...args, '--namespace', 'quality');
    expect(code).toBe(0);
    const { kind, items } = JSON.parse(stdout) as { kind: string; items: Manifest[] };
    expect(kind).toBe('List');
    const settings = { 'batch.shards': 256, 'batch.run': 's3://b/r', image: 'r.example/dqs:1' };
    expect(items).toEqual(manifests({ overlay: 'batch', namespace: 'quality', settings }));
  });

  it.each([
    [['--overlay', 'cron'], 'overlay'],
    [['--overlay', 'batch', '--shards', '0'], 'shards'],
    [['--overlay', 'batch', '--image', 'dqs:latest'], 'a tag that is not moved'],
    [['--overlay', 'api', '--shards', '2'], 'expected --overlay batch, which they are about, got api'],
    [['--namespace', '../x'], 'namespace'],
  ])('refuses %j', async (args, message) => {
    const { code, stdout, stderr } = await print(...args);
    expect({ code, stdout }).toEqual({ code: 2, stdout: '' });
    expect(stderr).toContain(message);
  });

  it('knows the overlays that there are', () => {
    for (const overlay of OVERLAYS) expect(SETTINGS.deployOverlay.schema.safeParse(overlay).success).toBe(true);
    expect(SETTINGS.deployOverlay.schema.def.entries).toEqual(Object.fromEntries(OVERLAYS.map((name) => [name, name])));
  });
});

interface Container {
  readonly args: string[];
  readonly env: { readonly name: string }[];
}

/** The containers of all overlays. */
const containers = OVERLAYS.flatMap((overlay) =>
  manifests({ overlay }).flatMap((object) => {
    const found = /"containers":(\[.*?\]),"volumes"/.exec(JSON.stringify(object))?.[1];
    return found === undefined ? [] : [[overlay, (JSON.parse(found) as Container[])[0]!] as const];
  }),
);

/** The words of a command line up to its first flag: the command. */
const wordsOf = ({ args }: Container) =>
  args.slice(
    0,
    args.findIndex((one) => one.startsWith('-')),
  );
const isKnown = (container: Container) => COMMAND_NAMES.includes(wordsOf(container).join(' '));

it('every container runs a command that there is', () => {
  const unknown = containers.filter(([, container]) => !isKnown(container)).map(([overlay]) => overlay);
  // The array of batch work is planned for, beside `batch plan` and `batch finish`.
  expect(unknown.filter((overlay) => overlay !== 'batch')).toEqual([]);
  const [, batch] = containers.find(([overlay]) => overlay === 'batch')!;
  expect(batch.args).toEqual(['batch', 'work', '--run', '$(RUN)']);
});

it.each(containers.filter(([, container]) => isKnown(container)))(
  'the container of %s uses flags that its command has',
  (_overlay, container) => {
    const words = wordsOf(container);
    let command = createProgram() as unknown as import('commander').Command;
    for (const word of words) command = command.commands.find((one) => one.name() === word)!;
    const { unknown, operands } = command.parseOptions(container.args.slice(words.length));
    expect([unknown, operands]).toEqual([[], []]);
  },
);

describe.each(containers)('the container of %s', (_overlay, { args, env }) => {
  it('has only variables that something reads', () => {
    const read = ['DQS_THREADS', 'DQS_BY', 'DATABASE_URL'];
    const named = /\$\((\w+)\)/.exec(args.join(' '))?.[1];
    expect(env.map((one) => one.name).filter((one) => !read.includes(one) && one !== named)).toEqual([]);
  });
});

describe('the policies in deploy/', () => {
  const { data } = manifests().find(({ kind }) => kind === 'ConfigMap') as Manifest & { data: Record<string, string> };

  it.each(Object.entries(data))('%s is read without complaint', async (file, text) => {
    const { readPolicy } = await import('@dqs/alerting');
    const { readRetrainingPolicy } = await import('@dqs/pipelines/retrain');
    const read = file === 'dqs.alerts.yaml' ? readPolicy : readRetrainingPolicy;
    expect(() => read(text, file) as unknown).not.toThrow();
  });
});
