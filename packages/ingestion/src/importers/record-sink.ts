import { PanelAccumulator } from '../panel/panel-accumulator.js';
import type { RejectLog } from '../rejects.js';
import type { CommonTexts } from '../rows/common-texts.js';
import type { RawRow, RejectReason } from '../rows/interpret.js';
import type { RowMeaning } from '../rows/meaning.js';
import { RowReader } from '../rows/row-reader.js';
import type { SkipCounts, ToolName } from './tool/check.js';
import type { EventLedger } from './tool/event-ledger.js';
import type { FactTable } from './tool/fact-table.js';

/** The longest record that is read; a longer one is almost certainly an unclosed quote or an endless line. */
export const MAX_RECORD_BYTES = 16 * 1024 * 1024;

/** Dates that are remembered of those that could not be read, and how much of each. */
const [MOST_STRANGE_DATES, MAX_DATE_LENGTH] = [5, 40];

/** One record of an input and its position. */
interface SourceRecord {
  /** 1 for the first record after the header; empty lines do not count. */
  readonly number: number;
  /** Byte of the (uncompressed) input at which the record starts, undefined if the format has none. */
  readonly byteOffset: number | undefined;
  /** The record's fields, or why they cannot be used. */
  readonly row: RawRow | RejectReason;
  /** The record as it appears in the input. */
  raw(): string;
}

/** Receives the records of an input in order. */
export type RecordListener = (record: SourceRecord) => void;

/** Interprets the records of one input: used ones go to a panel, the others to the reject log. */
export class RecordSink {
  readonly panel = new PanelAccumulator();
  readonly #reader: RowReader;
  readonly #name: string;
  readonly #rejects: RejectLog;
  readonly #rejected: Partial<Record<RejectReason, number>> = {};
  readonly #strangeDates: string[] = [];
  #rowsRejected = 0;

  constructor(name: string, rejects: RejectLog, meaning: RowMeaning) {
    this.#name = name;
    this.#rejects = rejects;
    this.#reader = new RowReader(this.panel, meaning);
  }

  /** Takes one record. */
  add(record: SourceRecord): void {
    const { row } = record;
    const reason = typeof row === 'string' ? row : this.#reader.add(row);
    if (reason === undefined) return;
    const executions = typeof row === 'string' ? 1 : (this.#reader.executionsOf(row) ?? 1);
    this.#rowsRejected += executions;
    this.#rejected[reason] = (this.#rejected[reason] ?? 0) + executions;
    if (typeof row !== 'string' && reason === 'business-date-invalid') this.#remember(row.businessDate);
    if (!this.#rejects.isKept) return;
    const { number, byteOffset, raw } = record;
    this.#rejects.add({ file: this.#name, record: number, byteOffset: byteOffset ?? null, reason, raw: raw() });
  }

  #remember(date: string): void {
    if (this.#strangeDates.length < MOST_STRANGE_DATES) this.#strangeDates.push(date.slice(0, MAX_DATE_LENGTH));
  }

  /** The chunks of an input, whose records come here; between them rejects that are many leave the memory. */
  async *relieving(chunks: AsyncIterable<Buffer>): AsyncGenerator<Buffer> {
    for await (const chunk of chunks) {
      yield chunk;
      await this.#rejects.relieve();
    }
  }

  /** All that was read. */
  result(): ImportedFile {
    const { rows: rowsUsed, unparsableCounts, neitherTexts } = this.#reader;
    const rows = rowsUsed + this.#rowsRejected;
    const facts = { panel: this.panel, rows, rowsUsed, rejected: this.#rejected, unparsableCounts, neitherTexts };
    return { ...facts, strangeDates: this.#strangeDates };
  }
}

/** All that was read from one input. */
export interface ImportedFile {
  readonly panel: PanelAccumulator;
  /** Executions: records, each as often as its `row_count` says. */
  readonly rows: number;
  readonly rowsUsed: number;
  /** How often each reason occurred; reasons that did not occur are absent. */
  readonly rejected: Readonly<Partial<Record<RejectReason, number>>>;
  readonly unparsableCounts: number;
  /** Results texts that say neither pass nor fail; absent where they are not known. */
  readonly neitherTexts?: CommonTexts;
  /** The first dates that could not be read. */
  readonly strangeDates?: readonly string[];
  /** What was understood that is not plain from the input; each once. */
  readonly notes?: readonly string[];
  /** sha256 of the bytes as stored, in hex; absent where it was not asked for. */
  readonly sha256?: string | undefined;
  /** What the report calls the input. @default the importer's name */
  readonly format?: 'panel' | ToolName;
  /** What a tool wrote; absent for logs. */
  readonly tool?: ToolFile;
  /** Executions by tools that are in it. */
  readonly events?: EventLedger;
  /** What tools tell of its series. */
  readonly facts?: FactTable;
}

/** What is told of a file that a tool wrote, beside its rows. */
export interface ToolFile {
  /** What it is and what wrote it: `run-results v6, dbt 1.9.0`. */
  readonly version: string;
  /**
   * The name of the runs in it, the same in every copy, whatever the file is called: `dbt:<invocation>`. Undefined
   * where it holds none.
   */
  readonly deliveryId: string | undefined;
  readonly runs: number;
  /** Results that are no rows. */
  readonly skipped: SkipCounts;
  /** Checks that the tool could not evaluate; they count as neither. */
  readonly errors: number;
}
