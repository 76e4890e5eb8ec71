import type { Command } from '@commander-js/extra-typings';
import type { ModelState } from '@dqs/registry';

import type { CommandContext, CommandResult } from '../../run.js';
import { defineCommand } from '../define.js';

const DEFAULT_LAST = 50;

/** `dqs registry list`: models, or the versions of one. */
export function defineRegistryList(program: Command): void {
  defineCommand(program, {
    name: 'registry list',
    summary: 'list the models, or the versions of one',
    examples: ['dqs registry list', 'dqs registry list orders --last 10', 'dqs registry list orders --json'],
    positionals: [{ setting: 'modelName', syntax: '[model]' }],
    work: list,
  });
}

async function list({ settings }: CommandContext<'registry list'>): Promise<CommandResult> {
  const { openRegistry } = await import('../../open-model.js');
  const registry = await openRegistry(settings);
  const { modelName, last = DEFAULT_LAST } = settings;
  if (modelName !== undefined) return versionsResult(await registry.state(modelName), last);
  const states = await Promise.all(
    (await registry.models()).map((model) => registry.state(model).catch(() => undefined)),
  );
  const models = states.filter((state) => state !== undefined).map(modelJson);
  return { json: { models }, text: () => modelsText(models) };
}

function modelJson({ model, versions, aliases, at }: ModelState) {
  const present = versions.filter(({ isRemoved }) => !isRemoved);
  return { model, versions: present.length, latest: present.at(-1)?.version ?? null, aliases: aliasesOf(aliases), at };
}

function aliasesOf(aliases: ModelState['aliases']): Record<string, string> {
  return Object.fromEntries(Object.entries(aliases).map(([alias, { version }]) => [alias, version]));
}

async function modelsText(models: readonly ReturnType<typeof modelJson>[]): Promise<string> {
  if (models.length === 0) return 'no models; dqs registry register <model> --model <bundle> makes the first\n';
  const { textTable } = await import('../../output/table.js');
  const rows = models.map(({ model, versions, latest, aliases }) => {
    const pointers = Object.entries(aliases).map(([alias, version]) => `${alias}=${version}`);
    return [model, String(versions), latest ?? '', pointers.join(' ')];
  });
  const columns = [{ title: 'model' }, { title: 'versions', align: 'right' as const }, { title: 'latest' }];
  return textTable([...columns, { title: 'aliases' }], rows);
}

function versionsResult({ model, versions, aliases }: ModelState, last: number): CommandResult {
  const present = versions.filter(({ isRemoved }) => !isRemoved);
  const shown = present.slice(-last).map((summary) => {
    const pointers = Object.keys(aliases).filter((alias) => aliases[alias]!.version === summary.version);
    const { version, sequence, at, by, parent, error, tags } = summary;
    return { version, sequence, at, by, parent, error, aliases: pointers.sort(), tags };
  });
  const json = { model, count: present.length, aliases: aliasesOf(aliases), versions: shown };
  return { json, text: () => versionsText(shown, present.length) };
}

type ShownVersion = Readonly<{
  version: string;
  sequence: number;
  at: string;
  by: string;
  error: number | null;
  aliases: readonly string[];
  tags: Readonly<Record<string, string>>;
}>;

async function versionsText(shown: readonly ShownVersion[], count: number): Promise<string> {
  const { textTable } = await import('../../output/table.js');
  const { fixed } = await import('../../output/numbers.js');
  const { tagsText } = await import('../../registry/entry-lines.js');
  const rows = shown.map(({ version, sequence, at, by, error, aliases, tags }) => [
    version,
    String(sequence),
    at.slice(0, 19).replace('T', ' '),
    by,
    fixed(error),
    aliases.join(' '),
    tagsText(tags),
  ]);
  const right = 'right' as const;
  const columns = [
    { title: 'version' },
    { title: 'no.', align: right },
    { title: 'registered (UTC)' },
    { title: 'by' },
    { title: 'MAE', align: right },
    { title: 'aliases' },
    { title: 'tags' },
  ];
  const rest = count > shown.length ? `the last ${shown.length} of ${count} versions; --last shows more\n` : '';
  return `${textTable(columns, rows)}${rest}`;
}
