import type { DuckDbSession } from '../duckdb/session.js';
import type { ImportSettings } from './import-settings.js';
import type { ImportedFile, RecordListener, RecordSink } from './record-sink.js';
import type { ToolReading } from './tool/check.js';
import type { Companions } from './tool/companions.js';

/**
 * One way in which rule results are written. It says what it recognises, and gives its rows by `readRecords`, by
 * `readChecks`, by `readFile`, or by several of them. An importer holds nothing between inputs: what a reading needs comes with it.
 */
export interface Importer<Name extends string = string> {
  /** What the option `format` and reports call it. */
  readonly name: Name;
  /** Ends of names that say it, without their dot; `.gz` is looked through. */
  readonly extensions: readonly string[];
  /**
   * What the first bytes of an input say: `certain` where they can be nothing else, whatever the input is named; `likely`
   * decides on a stream that has no telling name. Cheap: every importer is asked about every input.
   *
   * @param start up to {@link START_BYTES}, decompressed; shorter where the input is, or where its first chunk was.
   * @param name the input as it was named; `-` for standard input.
   */
  detect(start: Buffer, name: string): 'certain' | 'likely' | undefined;
  /**
   * Reads an input from its decompressed bytes: every record in order, with where it stands, and why where it cannot be
   * used. Absent where the whole file must be at hand.
   *
   * @throws DqsError for an input that lacks columns, is cut short, or cannot be understood.
   */
  readRecords?(chunks: AsyncIterable<Buffer>, input: NamedInput, onRecord: RecordListener): Promise<void>;
  /**
   * Reads a document of a tool: checks and what came out, rather than rows. The reading counts them, each execution once.
   *
   * @throws DqsError `input-unknown` where it is none; as `readRecords`.
   */
  readChecks?(chunks: AsyncIterable<Buffer>, input: NamedInput): Promise<ToolReading>;
  /**
   * Reads a file that can be opened by its path, in a way of its own; undefined leaves it to `readRecords`. The panel and
   * the counts must be those that its records would give.
   *
   * @throws DqsError as `readRecords`.
   */
  readFile?(file: InputFile, context: ImportContext): Promise<ImportedFile | undefined>;
}

/** Bytes that {@link Importer.detect} is shown. */
export const START_BYTES = 4096;

/** An input and how it is to be read. */
export interface NamedInput {
  /** What to call it in errors and rejects. */
  readonly name: string;
  readonly settings: ImportSettings;
  /** Takes what was understood that is not plain from the input, for the report. */
  readonly note: (note: string) => void;
  /** What lies beside it. */
  readonly companions: Companions;
}

/** A file that lies on a disk. */
export interface InputFile {
  readonly path: string;
  readonly isGzip: boolean;
}

/** What a reading lends to an importer. */
export interface ImportContext {
  readonly settings: ImportSettings;
  /** Bytes of all inputs of the reading; 0 where they are not known. */
  readonly bytesTotal: number;
  /** Whether DuckDB runs already: starting it takes longer than reading a small file. */
  readonly isSessionOpen: boolean;
  /** The reading's DuckDB, started when first asked for; the reading closes it. */
  openSession(): Promise<DuckDbSession>;
  /** A new sink for the records of an input: used ones go to its panel, the others to the rejects file. */
  openSink(name: string): RecordSink;
  /** Counts the checks of a tool that a file holds. */
  countChecks(name: string, read: (input: NamedInput) => Promise<ToolReading>): Promise<ImportedFile>;
  /** Tells how many bytes of the input have been read. */
  tellBytes(bytes: number): void;
}
