import type { Targets } from '@dqs/pipelines';

import { catalogTargets } from '../catalog/catalog-targets.js';
import { openCatalog } from '../catalog/open-catalog.js';
import type { ToldHistory } from '../history/fresh-history.js';
import { orDefault } from '../settings/names.js';
import type { Settings } from '../settings/settings.js';
import { inputFileText } from '../settings/small-file.js';
import { parseTargets } from './parse-targets.js';

/** Largest file of targets: about a million series. */
const MOST_BYTES = 128 * 2 ** 20;

/**
 * What days should reach: `--target` for all, `--targets` for the series that the file names; without both what the catalog says
 * of each series, where there is one.
 *
 * @param history the history to forecast from, which the series of the file must be in, with what tools tell of them; asked for
 * only if there is a file or a catalog.
 * @throws DqsError `input-not-found`, `input-unreadable` where the file cannot be read, `config-invalid` that lists what is wrong
 * in it; as {@link openCatalog}.
 */
export async function targetsOf(
  { target, targets: path, catalog: file }: Settings<'target' | 'targets' | 'catalog'>,
  history: () => ToldHistory,
): Promise<Targets> {
  const everywhere = orDefault(target, 'target');
  if (path === undefined && target === undefined) {
    const catalog = await openCatalog({ catalog: file });
    return { everywhere, series: catalog ? catalogTargets(catalog, history()) : [] };
  }
  if (path === undefined) return { everywhere, series: [] };
  const text = await inputFileText({ path, what: 'a CSV of targets', mostBytes: MOST_BYTES });
  return { everywhere, series: parseTargets(text, path, history().panel) };
}
