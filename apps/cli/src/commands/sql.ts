import { countingSql } from '@dqs/ingestion';
import { mappingOptions } from '@dqs/runtime/history';
import { required, type SQL_SETTINGS } from '@dqs/runtime/settings';

import type { CommandContext, CommandResult } from '../run.js';

type Context = CommandContext<
  keyof typeof SQL_SETTINGS | 'map' | 'set' | 'as' | 'mappings' | 'dateFormat' | 'timezone'
>;

/** `dqs sql`: the query that counts a log where it lies. */
export async function sql({ settings }: Context): Promise<CommandResult> {
  const { without, outcomeColumn, dateExpression, wrap, exportTo: to, sinceDate: since } = settings;
  const { map, set, dateFormat, timezone } = mappingOptions(settings);
  const dialect = required(settings.dialect, 'dialect');
  const text = countingSql({
    dialect,
    table: required(settings.table, 'table'),
    ...{ map, set, without, outcomeColumn, dateExpression, dateFormat, timezone, since, wrap, to },
  });
  return { json: { dialect, sql: text }, text: () => text, isData: true };
}
