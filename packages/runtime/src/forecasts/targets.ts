import { readFile } from 'node:fs/promises';

import { DqsError, type DailyPanel } from '@dqs/core';
import type { Targets } from '@dqs/pipelines';

import { orDefault } from '../settings/names.js';
import type { Settings } from '../settings/settings.js';
import { parseTargets } from './parse-targets.js';

/**
 * What days should reach: `--target` for all, `--targets` for the series that the file names.
 *
 * @param panel the history to forecast from, which the series of the file must be in; asked for only if there is a file.
 * @throws DqsError `input-not-found`, `input-unreadable` where the file cannot be read, `config-invalid` that lists what is wrong
 * in it.
 */
export async function targetsOf(
  { target, targets: path }: Settings<'target' | 'targets'>,
  panel: () => DailyPanel,
): Promise<Targets> {
  const everywhere = orDefault(target, 'target');
  if (path === undefined) return { everywhere, series: [] };
  return { everywhere, series: parseTargets(await textOf(path), path, panel()) };
}

async function textOf(path: string): Promise<string> {
  let bytes: Uint8Array;
  try {
    bytes = await readFile(path);
  } catch (cause) {
    const code = (cause as NodeJS.ErrnoException).code === 'ENOENT' ? 'input-not-found' : 'input-unreadable';
    throw new DqsError(code, `expected a CSV of targets at ${path}: ${(cause as Error).message}`, { cause });
  }
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(bytes);
  } catch (cause) {
    throw new DqsError('input-unreadable', `expected UTF-8 text in ${path}, got other bytes; save it as UTF-8`, {
      cause,
    });
  }
}
