import { createReadStream } from 'node:fs';
import { stat } from 'node:fs/promises';
import type { Readable } from 'node:stream';

import { type DailyPanel, DqsError } from '@dqs/core';

import { assertReadable } from './assert-readable.js';
import { CommonTexts } from './rows/common-texts.js';
import { NeedsOtherReader, NeedsRowReader } from './rows/needs-row-reader.js';
import { MAX_LINE_BYTES, describeCsv } from './importers/delimited/csv-table.js';
import { describeParquet, describeParquetFault, readParquetRecords } from './importers/parquet/parquet-table.js';
import { readCounts, type CountedFile } from './duckdb/read-counts.js';
import { DuckDbSession } from './duckdb/session.js';
import { throwIfAborted } from './inputs/abort.js';
import { fileMagic, openFile, openStream, type ByteSource } from './inputs/bytes.js';
import { formatOf, formatOfName, type InputFormat } from './importers/list.js';
import { hashFile, inspectFile } from './inputs/inspect-file.js';
import { readHeader } from './importers/delimited/read-header.js';
import { scanBinding } from './native/binding.js';
import { scanChunks, scanFile } from './native/scan-file.js';
import type { ReadSettings } from './options.js';
import { PanelAccumulator } from './panel/panel-accumulator.js';
import { executionsOf, panelUpTo } from './panel/up-to-day.js';
import { RejectLog } from './rejects.js';
import { summarizeFiles, type FileReport, type IngestReport, type OutcomeRows } from './report.js';
import { readPanelMetadata, readPanelRows } from './store/load-panel.js';
import { warnOfStrayDates } from './stray-dates.js';
import { RecordSink, readRows, type RowsRead } from './importers/record-sink.js';

/** A panel and what there is to say about the reading of it. */
export interface ReadResult {
  readonly panel: DailyPanel;
  readonly report: IngestReport;
}

/** What a reader says of a file; what its results say is counted in the panel. */
type FileFacts = Omit<FileReport, keyof OutcomeRows>;

/** From this size on, loading DuckDB costs less than reading row by row. */
const DUCKDB_PAYS_FROM_BYTES = 2_000_000;
/** What a compressed byte roughly becomes. */
const GZIP_FACTOR = 10;

/** One reading of inputs into one panel. */
export class IngestRun {
  readonly #settings: ReadSettings;
  readonly #rejects: RejectLog;
  readonly #startedAt = performance.now();
  readonly #files: FileReport[] = [];
  readonly #neitherTexts = new CommonTexts();
  #total = new PanelAccumulator();
  #session: DuckDbSession | undefined;
  #bytesDone = 0;
  #bytesTotal: number | undefined;

  constructor(settings: ReadSettings) {
    this.#settings = settings;
    this.#rejects = new RejectLog(settings.rejectsFile);
  }

  /** Reads files one after the other. */
  async readFiles(paths: readonly string[]): Promise<void> {
    const inputs = await Promise.all(paths.map((path) => factsOf(path)));
    this.#bytesTotal = inputs.reduce((sum, { size }) => sum + size, 0);
    for (const { path, size, isStream } of inputs) {
      throwIfAborted(this.#settings.signal);
      await (isStream ? this.readStream(openPipe(path, this.#settings.stdin), path) : this.#readFile(path));
      this.#bytesDone += size;
      this.#tellBytes(0);
    }
  }

  /** Reads a stream to its end. */
  async readStream(stream: Readable, name: string): Promise<void> {
    const { signal } = this.#settings;
    const format = this.#settings.format ?? formatOfName(name);
    const source = openStream(stream, name, undefined, signal);
    const [kind, rest] = format === undefined ? await sniffText(source) : [format, source];
    if (kind === 'parquet')
      throw new DqsError('input-unreadable', 'Parquet cannot be read from a stream; give its path');
    await this.#readText(rest, name, kind);
  }

  /** The panel and its report; writes the rejects file. */
  async finish(): Promise<ReadResult> {
    await this.#session?.close();
    this.#session = undefined;
    await this.#rejects.write();
    this.#checkRejects();
    const panel = this.#total.build();
    this.#total = new PanelAccumulator();
    const durationMs = Math.round(performance.now() - this.#startedAt);
    const report = summarizeFiles(this.#files, panel, this.#neitherTexts, durationMs);
    if (report.rowsUsed === 0) throw emptyInput(this.#files);
    warnOfStrayDates(report.strayDates, this.#settings.logger);
    assertReadable(report, this.#settings.maxUnreadableRatio, this.#settings.logger);
    return { panel, report };
  }

  /** Gives back what the run holds; safe after {@link finish}. */
  async close(): Promise<void> {
    await this.#session?.close();
    this.#session = undefined;
    await this.#rejects.close();
  }

  async #readFile(path: string): Promise<void> {
    const { format: override, signal } = this.#settings;
    const { isGzip, isParquet } = await fileMagic(path);
    const format = isParquet && override === undefined ? 'parquet' : formatOf(path, override);
    if (format === 'parquet') return this.#readParquet(path);
    if (format !== 'jsonl' && (await this.#countDelimited(path, format, isGzip))) return;
    await this.#readText(openFile(path, isGzip, signal), path, format);
  }

  /** Lets the fast readers try a delimited file; false where it must be read row by row. */
  async #countDelimited(path: string, format: InputFormat, isGzip: boolean): Promise<boolean> {
    if (this.#isNativeAsked()) {
      const end = await this.#counted(path, () => this.#scanFile(path, format, isGzip));
      // What the scanner takes for unusual, DuckDB may misread without a word.
      if (end !== 'other reader') return end === 'counted';
    }
    if (!this.#isDuckDbWorthwhile(isGzip)) return false;
    return (await this.#counted(path, () => this.#countFile(path, format, isGzip))) === 'counted';
  }

  /** Lets a fast reader count a file; says who must have it otherwise. */
  async #counted(
    path: string,
    count: () => Promise<FileFacts & CountedFile>,
  ): Promise<'counted' | 'row reader' | 'other reader'> {
    try {
      const { panel, neitherTexts, ...file } = await count();
      throwIfAborted(this.#settings.signal);
      this.#take(panel, file, neitherTexts);
      return 'counted';
    } catch (cause) {
      throwIfAborted(this.#settings.signal);
      if (DqsError.is(cause)) throw cause;
      this.#settings.logger.debug({ path, reason: String(cause) }, 'another reader must take it');
      return cause instanceof NeedsRowReader ? 'row reader' : 'other reader';
    }
  }

  async #scanFile(path: string, format: InputFormat, isGzip: boolean) {
    const binding = scanBinding();
    if (binding === null) throw new NeedsOtherReader('there is no native scanner for this machine');
    const delimiter = this.#delimiterOf(format);
    const layout = await readHeader(path, isGzip, delimiter);
    const { fingerprint, signal } = this.#settings;
    if (isGzip) {
      const source = openFile(path, true, signal);
      const counted = await scanChunks(binding, source.chunks, layout, { ...this.#settings, delimiter });
      return { path, format, sha256: source.sha256(), rowsUsed: counted.rows, rejected: {}, ...counted };
    }
    const hash = fingerprint ? hashFile(path, signal) : undefined;
    // A fault of the file shows in the next reader too, should the scan give up before this is looked at.
    hash?.catch(() => undefined);
    const onBytes = (bytes: number) => this.#tellBytes(bytes);
    const counted = await scanFile(binding, path, layout, { ...this.#settings, delimiter, onBytes });
    return { path, format, sha256: await hash, rowsUsed: counted.rows, rejected: {}, ...counted };
  }

  /** Lets DuckDB count a file. */
  async #countFile(path: string, format: InputFormat, isGzip: boolean) {
    const stop = new AbortController();
    try {
      const delimiter = this.#delimiterOf(format);
      const table = describeCsv(path, isGzip, delimiter, await readHeader(path, isGzip, delimiter));
      const session = await this.#openSession();
      const inspected = inspectFile(path, { isGzip, delimiter, maxRecordBytes: MAX_LINE_BYTES }, stop.signal);
      // A fault of the file shows in the row reader too, should DuckDB give up before this is looked at.
      inspected.catch(() => undefined);
      const counted = await readCounts(session, table, this.#settings.maxDay);
      const { sha256, doubt, records } = await inspected;
      if (doubt !== undefined) throw new NeedsRowReader(doubt);
      if (counted.rows !== records - 1) throw new NeedsRowReader(`DuckDB found ${counted.rows} of ${records - 1} rows`);
      return { path, format, sha256, rowsUsed: counted.rows, rejected: {}, ...counted };
    } finally {
      stop.abort();
    }
  }

  async #readParquet(path: string): Promise<void> {
    const session = await this.#openSession();
    const sha256 = await hashFile(path, this.#settings.signal);
    try {
      const metadata = await readPanelMetadata(session, path);
      if (metadata === undefined) return await this.#readParquetLog(session, path, sha256);
      this.#takePanel(await readPanelRows(session, path, metadata), path, sha256);
    } catch (cause) {
      throw DqsError.is(cause) ? cause : await describeParquetFault(path, cause);
    }
  }

  /** Takes a saved panel; of its rows only the day is known. */
  #takePanel(saved: DailyPanel, path: string, sha256: string): void {
    const [wanted, panel] = [panelUpTo(saved, this.#settings.maxDay), new PanelAccumulator()];
    panel.addPanel(wanted);
    const [rows, rowsUsed] = [executionsOf(saved), executionsOf(wanted)];
    const rejected = rows === rowsUsed ? {} : { 'business-date-late': rows - rowsUsed };
    this.#take(panel, { path, format: 'panel', sha256, rows, rowsUsed, rejected, unparsableCounts: 0 });
  }

  async #readParquetLog(session: DuckDbSession, path: string, sha256: string): Promise<void> {
    const table = await describeParquet(session, path);
    try {
      const { panel, neitherTexts, ...counted } = await readCounts(session, table, this.#settings.maxDay);
      const file = { path, format: 'parquet' as const, sha256, rowsUsed: counted.rows, rejected: {}, ...counted };
      this.#take(panel, file, neitherTexts);
    } catch (cause) {
      if (!(cause instanceof NeedsRowReader)) throw cause;
      const sink = new RecordSink(path, this.#rejects, this.#settings.maxDay);
      await readParquetRecords(session, table, (record) => sink.add(record));
      this.#takeRows(sink.result(), path, 'parquet', sha256);
    }
  }

  async #readText(source: ByteSource, path: string, format: Exclude<InputFormat, 'parquet'>): Promise<void> {
    const { maxDay } = this.#settings;
    const text = { name: path, format, delimiter: this.#delimiterOf(format), maxDay };
    const result = await readRows(source, text, this.#rejects);
    this.#takeRows(result, path, format, source.sha256());
  }

  #takeRows(result: RowsRead, path: string, format: InputFormat, sha256: string): void {
    const { panel, neitherTexts, ...counted } = result;
    this.#take(panel, { path, format, sha256, ...counted }, neitherTexts);
  }

  #take(panel: PanelAccumulator, file: FileFacts, neitherTexts?: CommonTexts): void {
    if (file.rows === 0) this.#settings.logger.warn({ path: file.path }, 'an input holds no rows');
    const { pass: passed, fail: failed, error: neither } = panel.outcomes();
    if (neitherTexts) this.#neitherTexts.absorb(neitherTexts);
    if (this.#files.length === 0) this.#total = panel;
    else this.#total.absorb(panel);
    this.#files.push({ ...file, passed, failed, neither });
  }

  #tellBytes(ofThisFile: number): void {
    const done = this.#bytesDone + ofThisFile;
    this.#settings.onProgress({ stage: 'read', done, total: this.#bytesTotal, unit: 'bytes' });
  }

  #isNativeAsked(): boolean {
    return this.#settings.reader === 'auto' || this.#settings.reader === 'native';
  }

  #isDuckDbWorthwhile(isGzip: boolean): boolean {
    const { reader } = this.#settings;
    if (reader === 'duckdb' || reader === 'stream') return reader === 'duckdb';
    const bytes = (this.#bytesTotal ?? 0) * (isGzip ? GZIP_FACTOR : 1);
    return this.#session !== undefined || bytes >= DUCKDB_PAYS_FROM_BYTES;
  }

  async #openSession(): Promise<DuckDbSession> {
    this.#session ??= await DuckDbSession.open(this.#settings);
    return this.#session;
  }

  #delimiterOf(format: InputFormat): string {
    return this.#settings.delimiter ?? (format === 'tsv' ? '\t' : ',');
  }

  #checkRejects(): void {
    const { maxRejectRatio, rejectsFile } = this.#settings;
    const rows = this.#files.reduce((sum, file) => sum + file.rows, 0);
    const used = this.#files.reduce((sum, file) => sum + file.rowsUsed, 0);
    const rejected = rows - used;
    if (rejected <= rows * maxRejectRatio) return;
    const reasons = this.#files.map((file) => ({ path: file.path, rejected: file.rejected }));
    const see = rejectsFile === undefined ? 'give a rejects file to see them' : `see ${rejectsFile}`;
    const message =
      `expected at most ${Number((maxRejectRatio * 100).toPrecision(6))} % of the rows to be unusable, but ${rejected} of ${rows} are; ` +
      `${see}, or raise the maximum reject ratio`;
    throw new DqsError('input-too-many-rejects', message, { details: { rows, rejected, reasons, rejectsFile } });
  }
}

/** What there is to know of an input before it is opened; a pipe can be opened only once. */
async function factsOf(path: string) {
  const facts = await stat(path).catch(() => undefined);
  return { path, size: facts?.size ?? 0, isStream: facts !== undefined && !facts.isFile() };
}

/** The names of standard input, which cannot be opened by them where it is a socket. */
const STDIN_PATHS = new Set(['/dev/stdin', '/dev/fd/0', '/proc/self/fd/0']);

function openPipe(path: string, stdin: Readable): Readable {
  return STDIN_PATHS.has(path) ? stdin : createReadStream(path);
}

/** Finds out whether a stream holds JSON lines or CSV, by its first character. */
async function sniffText(source: ByteSource): Promise<['csv' | 'jsonl', ByteSource]> {
  const iterator = source.chunks[Symbol.asyncIterator]();
  const first = await iterator.next();
  const start = first.done
    ? ''
    : first.value
        .toString('utf8', 0, 1024)
        .replace(/^\uFEFF/, '')
        .trimStart();
  const chunks = (async function* () {
    if (first.done) return;
    yield first.value;
    yield* { [Symbol.asyncIterator]: () => iterator };
  })();
  return [start.startsWith('{') ? 'jsonl' : 'csv', { chunks, sha256: source.sha256 }];
}

function emptyInput(files: readonly FileReport[]): DqsError {
  const paths = files.map((file) => file.path);
  const rows = files.reduce((sum, file) => sum + file.rows, 0);
  const what = rows === 0 ? 'rows after the header' : `a usable row among ${rows}`;
  return new DqsError('input-empty', `expected ${what}, found none in ${paths.join(', ')}`, {
    details: { paths, rows },
  });
}
