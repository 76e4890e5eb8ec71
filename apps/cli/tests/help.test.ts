import { COLUMNS, INPUT_FORMATS } from '@dqs/ingestion';

import { COMMAND_NAMES } from '../src/definitions/index.js';
import { inputTopic } from '../src/help/input-topic.js';
import { createProgram } from '../src/program.js';
import { dqs } from './support/dqs.js';

type AnyCommand = ReturnType<typeof createProgram>['commands'][number];

/** Every command that does something, with its whole name. */
function namedCommands(command: AnyCommand, above = ''): [string, AnyCommand][] {
  const name = `${above}${command.name()}`;
  return command.commands.length === 0
    ? [[name, command]]
    : command.commands.flatMap((inner) => namedCommands(inner, `${name} `));
}

const top = createProgram().commands;
const commands = top.flatMap((command) => namedCommands(command));

/** The help of a command on a terminal of that width. */
function helpOf(command: AnyCommand, columns = 100): string {
  let help = '';
  command.configureOutput({ writeOut: (text) => (help += text), getOutHelpWidth: () => columns });
  const before = process.env['COLUMNS'];
  process.env['COLUMNS'] = String(columns);
  command.outputHelp();
  if (before === undefined) delete process.env['COLUMNS'];
  else process.env['COLUMNS'] = before;
  return help;
}

/** Lines that are too long and could have been broken: no word alone is that long. */
const tooLong = (text: string, columns: number) => text.split('\n').filter((line) => line.length > columns);

describe('dqs --help', () => {
  it('lists every command with a summary', async () => {
    const { code, stdout } = await dqs(['--help']);
    expect(code).toBe(0);
    const names = COMMAND_NAMES;
    expect(commands.map(([name]) => name).sort()).toEqual([...names].sort());
    for (const name of top.map((command) => command.name()))
      expect(stdout).toMatch(new RegExp(`^ {2}${name} .*[a-z]{3}`, 'm'));
    expect(stdout).toContain('$ dqs train --input history.csv.gz --out model');
  });

  it.each(top.map((command) => [command.name(), command] as const))('says of %s what it is for', (name, command) => {
    expect(command.summary()).not.toBe(name);
    expect(command.summary()).toMatch(/ /);
  });

  it('prints the version', async () => {
    expect(await dqs(['--version'])).toMatchObject({ code: 0, stdout: expect.stringMatching(/^\d+\.\d+\.\d+\n$/) });
  });

  it('without a command explains itself on stderr and ends with code 2', async () => {
    expect(await dqs([])).toMatchObject({ code: 2, stdout: '', stderr: expect.stringContaining('Usage: dqs') });
  });

  it('ends quietly when its reader has gone', async () => {
    const { execFileSync } = await import('node:child_process');
    const { environment, PROGRAM } = await import('./support/dqs.js');
    const script = `"${process.execPath}" "${PROGRAM}" generate --help 2>&1 | head -n 1`;
    expect(execFileSync('sh', ['-c', script], { env: environment(), encoding: 'utf8' })).toMatch(/^Usage: .*\n$/);
  });
});

describe.each(commands)('dqs %s --help', (name, command) => {
  it('has examples that start with the command and use options it has', () => {
    const examples = helpOf(command)
      .replaceAll(/ \\\n +/g, ' ')
      .split('\n')
      .filter((line) => line.startsWith('  $ '));
    expect(examples.length).toBeGreaterThan(0);
    const known = command.options.flatMap(({ short, long }) => [short, long]);
    for (const example of examples) {
      expect(example).toContain(`dqs ${name}`);
      const used = example.slice(example.indexOf(`dqs ${name}`)).match(/ --?[a-z][a-z-]*/g) ?? [];
      for (const flag of used) expect(known).toContain(flag.trim());
    }
  });
});

describe('help', () => {
  it('has no line over 80 columns on a terminal of 80, of any command', async () => {
    const program = createProgram();
    expect(tooLong(helpOf(program, 80), 80)).toEqual([]);
    for (const [, command] of commands) expect(tooLong(helpOf(command, 80), 80)).toEqual([]);
    expect(tooLong(await inputTopic(80), 80)).toEqual([]);
  });

  it('of many options has them under headings, and leaves how logs are read to one place', () => {
    const train = helpOf(commands.find(([name]) => name === 'train')![1]);
    expect(train.match(/^[A-Z][a-z ]+:$/gm)).toEqual([
      'Input:',
      'Output:',
      'Training:',
      'Gates:',
      'Everywhere:',
      'Examples:',
    ]);
    expect(train).not.toContain('--delimiter <');
    expect(train).toContain('dqs help input');
    const few = helpOf(commands.find(([name]) => name === 'inspect')![1]);
    expect(few.match(/^[A-Z][a-z ]+:$/gm)).toEqual(['Options:', 'Everywhere:', 'Examples:']);
  });

  it('on inputs tells every column and option, and its examples are read by the commands they name', async () => {
    const { code, stdout, stderr } = await dqs(['help', 'input']);
    expect([code, stderr]).toEqual([0, '']);
    for (const told of [...COLUMNS, ...INPUT_FORMATS]) expect(stdout).toContain(told);
    const examples = stdout
      .replaceAll(/ \\\n +/g, ' ')
      .split('\n')
      .filter((line) => line.startsWith('  $ '));
    expect(examples.length).toBeGreaterThan(2);
    for (const example of examples) {
      const [, name] = /dqs (\S+)/.exec(example)!;
      const known = commands.find(([other]) => other === name)![1].options.map(({ long }) => long);
      for (const flag of example.match(/--[a-z-]+/g) ?? []) expect(known).toContain(flag);
    }
  });
});

describe('a misspelt', () => {
  it('command is refused with the one that was meant', async () => {
    const run = await dqs(['trian']);
    expect(run).toMatchObject({ code: 2, stdout: '' });
    expect(run.stderr).toBe("error [config-invalid]: unknown command 'trian'\nhint: Did you mean train?\n");
  });

  it('option is refused with the one that was meant', async () => {
    const run = await dqs(['train', '--roundz', '3']);
    expect(run).toMatchObject({ code: 2, stderr: expect.stringContaining('hint: Did you mean --rounds?') });
  });

  it('option is refused in JSON with --json', async () => {
    const { code, stderr } = await dqs(['train', '--roundz', '3', '--json']);
    expect(code).toBe(2);
    expect(JSON.parse(stderr)).toMatchObject({ error: { code: 'config-invalid', hint: 'Did you mean --rounds?' } });
  });
});
