import { DqsError } from '@dqs/core';
import type { ModelState } from '@dqs/registry';
import { fixed, tagsText, textTable } from '@dqs/reports/text';
import { openRegistry } from '@dqs/runtime';
import { orDefault } from '@dqs/runtime/settings';

import { ignoreUnknown } from './ignore-unknown.js';
import type { CommandContext, CommandResult } from '../../run.js';

/** Digits of a head to show; enough to identify it. */
const HEAD_DIGITS = 16;

/** `dqs registry list`: lists models, or the versions of one. */
export async function list({ settings }: CommandContext<'modelName' | 'registry' | 'last'>): Promise<CommandResult> {
  const registry = await openRegistry(settings);
  const { modelName, last } = settings;
  if (modelName !== undefined) return versionsResult(await registry.state(modelName), orDefault(last, 'last'));
  const found = await Promise.all(
    (await registry.models()).map((model) =>
      registry.state(model).then(modelJson, (error: unknown) => damagedJson(model, error)),
    ),
  );
  const models = found.filter((model) => model !== undefined);
  return { json: { models }, text: () => modelsText(models) };
}

function modelJson({ model, versions, aliases, tags, at, head }: ModelState) {
  const present = versions.filter(({ isRemoved }) => !isRemoved);
  const latest = present.at(-1)?.version ?? null;
  return { model, versions: present.length, latest, aliases: aliasesOf(aliases), tags, at, head };
}

/** Lists a damaged model with its problem, so that it does not hide the others. */
function damagedJson(model: string, error: unknown) {
  if (!DqsError.is(error) || error.code !== 'registry-corrupt') return ignoreUnknown(error);
  return { model, problem: error.message };
}

function aliasesOf(aliases: ModelState['aliases']): Record<string, string> {
  return Object.fromEntries(Object.entries(aliases).map(([alias, { version }]) => [alias, version]));
}

type ShownModel = ReturnType<typeof modelJson> | { readonly model: string; readonly problem: string };

function modelsText(models: readonly ShownModel[]): string {
  if (models.length === 0) return 'no models; dqs registry register <model> --model <bundle> creates the first\n';
  const rows = models.map((shown) => {
    if ('problem' in shown) return [shown.model, '', 'damaged: see dqs registry verify', '', '', ''];
    const { model, versions, latest, aliases, tags, head } = shown;
    const pointers = Object.entries(aliases).map(([alias, version]) => `${alias}=${version}`);
    return [model, String(versions), latest ?? '', pointers.join(' '), tagsText(tags), head.slice(0, HEAD_DIGITS)];
  });
  const titles = ['latest', 'aliases', 'tags', 'head'].map((title) => ({ title }));
  return textTable([{ title: 'model' }, { title: 'versions', align: 'right' as const }, ...titles], rows);
}

function versionsResult({ model, versions, aliases, tags: modelTags, head }: ModelState, last: number): CommandResult {
  const present = versions.filter(({ isRemoved }) => !isRemoved);
  const shown = present.slice(-last).map((summary) => {
    const pointers = Object.keys(aliases).filter((alias) => aliases[alias]!.version === summary.version);
    const { version, sequence, at, by, parent, error, tags } = summary;
    return { version, sequence, at, by, parent, error, aliases: pointers.sort(), tags };
  });
  const json = { model, count: present.length, aliases: aliasesOf(aliases), tags: modelTags, head, versions: shown };
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

function versionsText(shown: readonly ShownVersion[], count: number): string {
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
