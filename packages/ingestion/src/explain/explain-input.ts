import { formatDay, type Outcome } from '@dqs/core';

import { resolveInputs } from '../inputs/resolve-inputs.js';
import { resolveOptions, type ReadHooks, type ReadOptions, type ReadSettings } from '../options.js';
import type { ColumnName } from '../rows/columns.js';
import { likelyDateFormats } from '../rows/date-format.js';
import { interpretKey, REJECT_REASONS, type RawRow, type RejectReason } from '../rows/interpret.js';
import type { ColumnMapping } from '../rows/mapping.js';
import { meaningOf, type RowMeaning } from '../rows/meaning.js';
import { cleanField, parseRowCount } from '../rows/text.js';
import { proposeMapping, type ExplainedColumn } from './propose-mapping.js';
import { sampleInput } from './sample-input.js';

/** A record as it is understood. */
export interface ExplainedRow {
  /** 1 for the first after the header. */
  readonly record: number;
  /** Its series; absent where it has none. */
  readonly source?: string;
  readonly tenant_id?: string;
  readonly dataset_uuid?: string;
  readonly dataset_name?: string;
  readonly rule_code?: string;
  /** `YYYY-MM-DD`; absent where it tells none. */
  readonly business_date?: string;
  readonly outcome?: Outcome;
  /** How many executions it stands for. */
  readonly row_count?: number;
  /** Why it would be rejected; absent for one that is used. */
  readonly rejected?: string;
}

/** How an input is understood. */
export interface InputExplanation {
  readonly path: string;
  readonly format: string;
  /** Of delimited text. */
  readonly delimiter?: string;
  /** What every column is; none for results of tools, which need no mapping. */
  readonly columns: readonly ExplainedColumn[];
  /** Columns of the input that are not read. */
  readonly unused: readonly string[];
  readonly rows: readonly ExplainedRow[];
  readonly notes: readonly string[];
  /** The mapping with what was guessed, as a settings file has it. */
  readonly mapping: Pick<ReadOptions, 'map' | 'set' | 'delimiter' | 'dateFormat' | 'timezone' | 'outcomes'>;
}

/** Records that are shown. */
const SHOWN_ROWS = 10;

/**
 * Says how an input would be understood: what each column is, the first ten records, and the mapping that would tell it. What
 * is missing is guessed by how columns and dates are usually called and written.
 *
 * @throws DqsError as `readPanel`, but for columns that are missing.
 */
export async function explainInput(
  input: string,
  options: ReadOptions = {},
  hooks: ReadHooks = {},
): Promise<InputExplanation> {
  const settings = resolveOptions(options, hooks);
  const [path] = await resolveInputs([input]);
  const sample = await sampleInput(path!, settings, SHOWN_ROWS);
  const facts = { path: path!, format: sample.format, ...(sample.delimiter ? { delimiter: sample.delimiter } : {}) };
  if (!sample.isLog) {
    const notes = [`results of ${sample.format} are understood as they are: dqs import reads them`];
    return { ...facts, columns: [], unused: [], rows: [], notes, mapping: {} };
  }
  const { columns, mapping } = proposeMapping(sample.names, settings.mapping);
  const read = columns.flatMap(({ from }) => (from === null ? [] : [from]));
  const unused = sample.names.filter((name) => !read.includes(name));
  const missing = columns.filter(({ how }) => how === 'missing').map(({ column }) => column);
  const records: Sampled[] = [];
  const withDelimiter = async () => sample.read(mapping, ({ number, row }) => records.push({ number, row }));
  const notes = missing.length > 0 ? missing.map(noteOfMissing) : await withDelimiter();
  const dateFormat = options.dateFormat ?? guessedDateFormat(records, settings);
  const meaning = dateFormat === undefined ? settings.meaning : meaningOf({ ...options, dateFormat });
  const rows = records.map((record) => explainRow(record, meaning));
  const guess = { mapping: told(mapping, { ...options, dateFormat }, facts.delimiter) };
  return { ...facts, columns, unused, rows, notes: [...notes, ...notesOf(rows, dateFormat, options)], ...guess };
}

/** A record of the sample. */
interface Sampled {
  readonly number: number;
  readonly row: RawRow | RejectReason;
}

function noteOfMissing(column: ColumnName): string {
  return `no column looks like ${column}: say --map ${column}=<its name>, or --set ${column}=<a text for every row>`;
}

/** A format in which all dates may be written, where none of them can be read. */
function guessedDateFormat(records: readonly Sampled[], { meaning }: ReadSettings): string | undefined {
  const dates = records.flatMap(({ row }) => (typeof row === 'string' ? [] : [row.businessDate]));
  const isRead = dates.some((date) => typeof meaning.day(date) === 'number');
  return isRead ? undefined : likelyDateFormats(dates)[0];
}

function explainRow({ number: record, row }: Sampled, meaning: RowMeaning): ExplainedRow {
  if (typeof row === 'string') return { record, rejected: REJECT_REASONS[row] };
  const [key, day, count] = [interpretKey(row), meaning.day(row.businessDate), parseRowCount(row.rowCount ?? '')];
  const reasons = [day, count ?? 'row-count-invalid', key].filter((value) => typeof value === 'string');
  const parts = typeof key === 'string' ? undefined : key;
  return {
    record,
    ...(parts && {
      source: parts.source,
      tenant_id: parts.tenantId,
      dataset_uuid: parts.datasetUuid,
      dataset_name: parts.datasetName,
      rule_code: parts.ruleCode,
    }),
    ...(typeof day === 'number' ? { business_date: formatDay(day) } : {}),
    outcome: meaning.outcome(cleanField(row.results)),
    ...(count === undefined ? {} : { row_count: count }),
    ...(reasons.length > 0 ? { rejected: REJECT_REASONS[reasons[0] as RejectReason] } : {}),
  };
}

function notesOf(rows: readonly ExplainedRow[], dateFormat: string | undefined, options: ReadOptions): string[] {
  const neither = rows.filter(({ outcome }) => outcome === 'error').length;
  return [
    ...(dateFormat !== undefined && options.dateFormat === undefined
      ? [`dates look like ${dateFormat}: say --date-format ${dateFormat}`]
      : []),
    ...(neither > 0
      ? [
          `${neither} of ${rows.length} results say neither pass nor fail: other words are told by --outcomes pass=OK,fail=KO`,
        ]
      : []),
  ];
}

/** The mapping as options. */
function told({ names, constants }: ColumnMapping, options: ReadOptions, delimiter: string | undefined) {
  const { dateFormat, timezone, outcomes } = options;
  const map = names.size === 0 ? {} : { map: Object.fromEntries(names) };
  const set = constants.size === 0 ? {} : { set: Object.fromEntries(constants) };
  const written = Object.entries({ delimiter, dateFormat, timezone, outcomes }).filter(
    ([, value]) => value !== undefined,
  );
  return { ...map, ...set, ...Object.fromEntries(written) };
}
