import { didYouMean, DqsError } from '@dqs/core';
import type { ReadOptions } from '@dqs/ingestion';

import type { COLUMN_SETTINGS } from '../settings/columns.js';
import { CONFIG_FILE } from '../settings/names.js';
import type { Settings } from '../settings/settings.js';

/** Settings that tell how a log is written. */
export type MappingSettings = Settings<keyof typeof COLUMN_SETTINGS>;

/** The options of reading that follow from them. */
export type MappingOptions = Pick<
  ReadOptions,
  'map' | 'set' | 'delimiter' | 'format' | 'dateFormat' | 'timezone' | 'outcomes'
>;

/**
 * How a log is written: what the settings say, over what the mapping says that they name. Columns of both are joined.
 *
 * @throws DqsError `config-invalid` if there is no mapping of that name.
 */
export function mappingOptions(settings: MappingSettings): MappingOptions {
  const named = namedMapping(settings);
  const { map, set, delimiter, dateFormat, timezone } = settings;
  const own = {
    delimiter,
    format: settings.inputsFormat ?? settings.resultsFormat,
    dateFormat,
    timezone,
    outcomes: settings.outcomeWords ?? settings.resultsOutcomes,
  };
  const given = Object.entries(own).filter(([, value]) => value !== undefined);
  const without = (texts: object | undefined, other: object | undefined) =>
    Object.fromEntries(Object.entries(texts ?? {}).filter(([column]) => !Object.hasOwn(other ?? {}, column)));
  const joined = { map: { ...without(named.map, set), ...map }, set: { ...without(named.set, map), ...set } };
  const mentioned = Object.entries(joined).filter(([, texts]) => Object.keys(texts).length > 0);
  // What is unknown in them is for the reading to say.
  return {
    ...named,
    map: undefined,
    set: undefined,
    ...Object.fromEntries([...given, ...mentioned]),
  } as MappingOptions;
}

function namedMapping({ as, mappings }: MappingSettings) {
  if (as === undefined) return {};
  const known = new Map(Object.entries(mappings ?? {}));
  const found = known.get(as);
  if (found !== undefined) return found;
  const hint = didYouMean(as, known.keys(), `; write it under "mappings" in ${CONFIG_FILE}`);
  throw new DqsError('config-invalid', `expected the name of a mapping after --as, got ${JSON.stringify(as)}${hint}`);
}
