import { readdir, stat } from 'node:fs/promises';
import { join } from 'node:path';

import { assertDistinctPlaces, type RunPlace } from '@dqs/core/io';

import { assertBundlePlace } from './bundle-place.js';
import { COMMAND_SETTINGS, COMMON_SETTINGS, placeOf, type CommandName, type SettingName } from './options.js';
import { assertWritablePlace } from './output/writable-place.js';
import { longFlag } from './setting-names.js';

type PathSettings = Readonly<Partial<Record<SettingName, unknown>>>;

/** Standard input, which is no file. */
const STDIN = '-';

/** What a command writes beside the files that its settings name. */
const FURTHER_OUTPUTS: Partial<Record<CommandName, (settings: PathSettings) => Promise<RunPlace[]> | RunPlace[]>> = {
  'batch-predict': ({ output, deadLetters, state }) => [
    ...(deadLetters === undefined ? [{ name: 'the dead letters', path: `${String(output)}.dead-letters.jsonl` }] : []),
    ...(state === undefined ? [{ name: 'the state of the run', path: `${String(output)}.batch` }] : []),
  ],
  summarize: async ({ out }) => {
    const { SUMMARY_FILES } = await import('./summary/plan-files.js');
    return SUMMARY_FILES.map((name) => ({ name: `--out (${name})`, path: join(String(out), name) }));
  },
};

/**
 * Compares all files and folders that the settings of a run name, before its work begins, and makes sure that its files
 * can be written.
 *
 * @throws DqsError `invalid-argument` where an output is an input or another output, `config-invalid` where a bundle would
 * replace something else, `output-not-writable`.
 */
export async function assertPlaces(command: CommandName, settings: PathSettings): Promise<void> {
  const names: readonly SettingName[] = [...COMMAND_SETTINGS[command], ...COMMON_SETTINGS];
  const written = names.filter((name) => settings[name] !== undefined && (placeOf(name) ?? 'input') !== 'input');
  if (written.length === 0) return;
  const outputs = written.map((name) => outputOf(command, name, String(settings[name])));
  const isWriting = settings.dryRun !== true && settings.checkOnly !== true;
  if (isWriting) for (const name of written) await assertWritable(command, name, String(settings[name]));
  const further = written.includes('out') || written.includes('output') ? FURTHER_OUTPUTS[command] : undefined;
  const read = names.filter((name) => settings[name] !== undefined && placeOf(name) === 'input');
  const inputs = (await Promise.all(read.map((name) => inputsOf(name, settings[name])))).flat();
  await assertDistinctPlaces({ inputs, outputs: [...outputs, ...((await further?.(settings)) ?? [])] });
}

function outputOf(command: CommandName, name: SettingName, path: string): RunPlace {
  const place = { name: longFlag(name), path };
  if (name === 'registry') return { ...place, whole: 'kept' };
  return name === 'out' && command === 'train' ? { ...place, whole: 'replaced' } : place;
}

async function assertWritable(command: CommandName, name: SettingName, path: string): Promise<void> {
  if (placeOf(name) !== 'output') return;
  if (name === 'out' && command === 'train') await assertBundlePlace(path);
  // A summary goes to a folder that may hold anything else; its command makes it.
  else if (name !== 'out' || command !== 'summarize') await assertWritablePlace(path);
}

/** The files that an input stands for: those of a pattern or a folder, too. */
async function inputsOf(name: SettingName, value: unknown): Promise<RunPlace[]> {
  const files: string[] = [];
  for (const path of Array.isArray(value) ? (value as string[]) : [String(value)]) {
    if (path === STDIN) continue;
    const found = await stat(path).catch(() => undefined);
    if (found !== undefined && !found.isDirectory()) files.push(path);
    else if (name === 'input' || name === 'history') files.push(...(await matching(path)));
    else if (found !== undefined) files.push(path, ...(await readdir(path)).map((file) => join(path, file)));
  }
  return files.map((path) => ({ name: longFlag(name), path }));
}

/** What matches nothing is told by the command, when it comes to it. */
async function matching(pattern: string): Promise<readonly string[]> {
  const { resolveInputs } = await import('@dqs/ingestion');
  return resolveInputs([pattern]).catch(() => []);
}
