import * as z from 'zod/mini';

import { kind, text, textsByName, wordsByName } from './kinds.js';
import { setting } from './setting.js';

/** Delimiters that are hard to write in a shell. */
const DELIMITERS: ReadonlyMap<string, string> = new Map(
  Object.entries<string>({ comma: ',', semicolon: ';', tab: '\t', '\\t': '\t', bar: '|', pipe: '|' }),
);

const delimiter = kind(() => text.schema, {
  read: (value) => DELIMITERS.get(String(value).toLowerCase()) ?? value,
});

/** How a log is written, under a name. Columns, zones and patterns are checked by those who read with them. */
const mapping = () =>
  z.strictObject({
    map: z.optional(textsByName.schema),
    set: z.optional(textsByName.schema),
    delimiter: z.optional(
      z.pipe(
        z.string(),
        z.transform((value) => DELIMITERS.get(value.toLowerCase()) ?? value),
      ),
    ),
    format: z.optional(text.schema),
    dateFormat: z.optional(text.schema),
    timezone: z.optional(text.schema),
    outcomes: z.optional(wordsByName.schema),
  });

const mappings = kind(() => z.record(z.string(), mapping()), {
  read: (value) => {
    try {
      return typeof value === 'string' ? (JSON.parse(value) as unknown) : value;
    } catch {
      return value;
    }
  },
  expected: 'expected an object of mappings by name, such as {"shop": {"map": {"rule_code": "check_name"}}}',
});

const FORMAT = 'format of every input, such as csv, tsv, jsonl or parquet';
const WORDS = 'further words of results, such as pass=OK|BESTANDEN,fail=KO';
const BY_CONTENT = { otherwise: 'by name and content' };

/** Settings that tell how the columns of a log are called and written. */
export const COLUMN_SETTINGS = {
  map: setting('--map <column=name,…>', 'what columns are called in the input: rule_code=check_name', textsByName),
  set: setting('--set <column=text,…>', 'columns with the same text in every row: source=pg,tenant_id=eu', textsByName),
  as: setting('--as <name>', 'mapping of that name in the settings file, under "mappings"', text),
  mappings: setting('--mappings <json>', 'mappings by name, for --as; usually in the settings file', mappings),
  delimiter: setting('--delimiter <character>', 'what separates fields; also comma, semicolon, tab or bar', delimiter, {
    otherwise: 'found by the header',
  }),
  inputsFormat: setting('--format <name>', FORMAT, text, BY_CONTENT),
  resultsFormat: setting('--results-format <name>', FORMAT, text, BY_CONTENT),
  dateFormat: setting('--date-format <format>', 'iso, epoch-s, epoch-ms, or a pattern such as dd.MM.yyyy', text, {
    default: 'iso',
  }),
  timezone: setting(
    '--timezone <zone>',
    'whose days count for timestamps with an offset and epochs: Europe/Berlin',
    text,
    {
      otherwise: 'the date as written',
    },
  ),
  outcomeWords: setting('--outcomes <words>', WORDS, wordsByName),
  resultsOutcomes: setting('--results-outcomes <words>', WORDS, wordsByName),
};
