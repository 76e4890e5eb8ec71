import { realpath } from 'node:fs/promises';
import { isAbsolute, relative, sep } from 'node:path';

import { isStoreUrl } from '@dqs/cloud';
import { endOfLinks } from '@dqs/core/io';

import { CONFIG_FILE, longFlag } from './names.js';
import { settingOf, type SettingName } from './settings.js';

/**
 * Why a setting is not taken from a settings file that was found and not named; undefined if it is.
 *
 * @param folder the folder that the file was found in.
 */
export async function foundProblem(name: SettingName, value: unknown, folder: string): Promise<string | undefined> {
  const consequence = settingOf(name).danger ?? (await leadsElsewhere(name, value, folder));
  if (consequence === undefined) return undefined;
  return (
    `not read from a settings file found in the current folder, because ${consequence}; ` +
    `name the file (--config ${CONFIG_FILE}) or give ${longFlag(name)}`
  );
}

async function leadsElsewhere(name: SettingName, value: unknown, folder: string): Promise<string | undefined> {
  const { place } = settingOf(name);
  if (place === undefined || typeof value !== 'string') return undefined;
  const consequence = `${JSON.stringify(value)} is not in its folder, and would be ${place === 'input' ? 'read' : 'written to'}`;
  // Whoever leaves such a file in a folder would otherwise have others ask for a bucket under their own names.
  if (isStoreUrl(value)) return consequence;
  if (place === 'input') return undefined;
  const [home, { path }] = await Promise.all([realpath(folder), endOfLinks(value, folder)]);
  const way = relative(home, path);
  const isInside = way !== '..' && !way.startsWith(`..${sep}`) && !isAbsolute(way);
  return isInside ? undefined : consequence;
}
