import type { Entry, Registered, VersionSummary } from '@dqs/registry';
import { byteSize, fixed, inLine, tagsText, textTable, whole } from '@dqs/reports/text';
import { openRegistry } from '@dqs/runtime';
import { required } from '@dqs/runtime/settings';

import type { CommandContext, CommandResult } from '../../run.js';

/** `dqs registry show`: shows the details of a version. */
export async function show({ settings }: CommandContext<'reference' | 'registry'>): Promise<CommandResult> {
  const reference = required(settings.reference, 'reference');
  const registry = await openRegistry(settings);
  const entry = await registry.show(reference);
  const { aliases, versions } = await registry.state(entry.model);
  const note = await registry.noteOf(`${entry.model}@${entry.body.version}`);
  const { tags, sequence } = versions.find(({ version }) => version === entry.body.version)!;
  const pointers = Object.keys(aliases).filter((alias) => aliases[alias]!.version === entry.body.version);
  const { model, at, by, body } = entry;
  const json = { model, ...body, kind: undefined, note, at, by, sequence, aliases: pointers, tags };
  return { json, text: () => versionText(entry, { aliases: pointers, tags, note }) };
}

function versionText(
  { model, at, by, body }: Entry<Registered>,
  now: { readonly aliases: readonly string[]; readonly tags: VersionSummary['tags']; readonly note: string | null },
): string {
  const { facts, files } = body;
  const { aliases, tags, note } = now;
  const gates = facts.metadata['gates'];
  const { lineage, validation } = facts;
  const parameters = Object.entries(lineage.parameters).map(([name, value]) => `${name}=${String(value)}`);
  const crps =
    validation?.crps === undefined ? '' : `; CRPS ${fixed(validation.crps)}, best naive ${fixed(validation.naiveCrps)}`;
  const scores = validation
    ? `MAE ${fixed(validation.error)} on ${whole(validation.rows)} rows not trained on, best naive ${fixed(validation.naiveError)}${crps}`
    : 'not measured';
  const lines = [
    ['version', `${model}@${body.version}${aliases.length > 0 ? ` (${aliases.join(', ')})` : ''}`],
    ['registered', `${at} by ${by}, number ${body.sequence}`],
    ['follows', `${body.parent ?? 'nothing'}: ${body.because}`],
    ['note', note ?? ''],
    ['tags', tagsText(tags)],
    ['scores', scores],
    ['gates', typeof gates === 'string' ? `${gates} at its training` : ''],
    ['data', lineage.dataFingerprint],
    ['code', `${lineage.codeVersion}, seed ${lineage.seed}`],
    ['parameters', parameters.join(' ')],
  ].filter(([, value]) => value !== '');
  const rows = Object.entries(files).map(([name, { bytes, sha256 }]) => [name, byteSize(bytes), sha256]);
  const columns = [{ title: 'file' }, { title: 'size', align: 'right' as const }, { title: 'sha256' }];
  return `${lines.map(([name, value]) => `${name!.padEnd(11)} ${inLine(value!)}\n`).join('')}\n${textTable(columns, rows)}`;
}
