import { readdir, stat } from 'node:fs/promises';
import { join } from 'node:path';

import { assertDistinctPlaces, assertWritablePlace, type RunPlace } from '@dqs/core/io';

import { longFlag } from '../settings/names.js';
import { settingOf, type SettingName } from '../settings/settings.js';
import { assertBundlePlace } from './bundle-place.js';

type PathSettings = Readonly<Partial<Record<SettingName, unknown>>>;

/** What a command does with its places beyond what its settings say. */
export interface PlaceRules {
  /** What `--out` becomes: a file, or a folder that may hold other things. @default 'file' */
  readonly out?: 'file' | 'folder';
  /** Files it writes beside those that its settings name. */
  readonly further?: (settings: PathSettings) => RunPlace[];
}

/** Standard input, which is no file. */
const STDIN = '-';

/**
 * Compares all files and folders that the settings of a run name, before its work begins, and makes sure that its files
 * can be written.
 *
 * @throws DqsError `invalid-argument` where an output is an input or another output, `config-invalid` where a bundle would
 * replace something else, `output-not-writable`.
 */
export async function assertPlaces(settings: PathSettings, rules: PlaceRules = {}): Promise<void> {
  const names = (Object.keys(settings) as SettingName[]).filter((name) => settings[name] !== undefined);
  const written = names.filter((name) => (settingOf(name).place ?? 'input') !== 'input');
  if (written.length === 0) return;
  const outputs = written.map((name) => outputOf(name, String(settings[name])));
  const isWriting = settings.dryRun !== true && settings.checkOnly !== true;
  if (isWriting) for (const name of written) await assertWritable(rules, name, String(settings[name]));
  const isWritten = written.includes('out') || written.includes('output');
  const further = isWritten ? (rules.further?.(settings) ?? []) : [];
  const read = names.filter((name) => settingOf(name).place === 'input');
  const inputs = (await Promise.all(read.map((name) => inputsOf(name, settings[name])))).flat();
  await assertDistinctPlaces({ inputs, outputs: [...outputs, ...further] });
}

function outputOf(name: SettingName, path: string): RunPlace {
  const place = { name: longFlag(name), path };
  if (name === 'registry' || name === 'store' || name === 'panelSet') return { ...place, whole: 'kept' };
  return name === 'bundleOut' ? { ...place, whole: 'replaced' } : place;
}

async function assertWritable({ out }: PlaceRules, name: SettingName, path: string): Promise<void> {
  if (settingOf(name).place !== 'output') return;
  if (name === 'bundleOut') await assertBundlePlace(path);
  // A summary goes to a folder that may hold anything else; its command makes it.
  else if (name !== 'out' || out !== 'folder') await assertWritablePlace(path);
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
