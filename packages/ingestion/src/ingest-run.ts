import { createReadStream } from 'node:fs';
import { stat } from 'node:fs/promises';
import type { Readable } from 'node:stream';

import { DqsError, type DailyPanel } from '@dqs/core';

import { assertReadable } from './assert-readable.js';
import { DuckDbSession } from './duckdb/session.js';
import type { ImportContext } from './importers/importer.js';
import { importerOfFile, importerOfStream, type InputFormat, type ListedImporter } from './importers/list.js';
import { RecordSink, type ImportedFile } from './importers/record-sink.js';
import { openFile, openStream, type ByteSource } from './inputs/bytes.js';
import { throwIfAborted } from './inputs/faults.js';
import type { ReadSettings } from './options.js';
import { PanelAccumulator } from './panel/panel-accumulator.js';
import { RejectLog } from './rejects.js';
import { summarizeFiles, type FileReport, type IngestReport } from './report.js';
import { CommonTexts } from './rows/common-texts.js';
import { likelyDateFormats } from './rows/date-format.js';
import { warnOfStrayDates } from './stray-dates.js';

/** A panel and what there is to say about the reading of it. */
export interface ReadResult {
  readonly panel: DailyPanel;
  readonly report: IngestReport;
}

/** One reading of inputs into one panel. */
export class IngestRun {
  readonly #settings: ReadSettings;
  readonly #rejects: RejectLog;
  readonly #startedAt = performance.now();
  readonly #files: FileReport[] = [];
  readonly #neitherTexts = new CommonTexts();
  readonly #strangeDates: string[] = [];
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
    const { format, signal } = this.#settings;
    const { importer, whole } = await importerOfStream(openStream(stream, name, undefined, signal), name, format);
    await this.#readRecords(importer, name, whole);
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
    const { importer, file } = await importerOfFile(path, this.#settings.format);
    const read = await importer.readFile?.(file, this.#context());
    if (read === undefined) {
      return this.#readRecords(importer, path, openFile(path, file.isGzip, this.#settings.signal));
    }
    this.#take(importer, path, read);
  }

  async #readRecords({ readRecords, ...importer }: ListedImporter, name: string, source: ByteSource): Promise<void> {
    if (readRecords === undefined) {
      throw new DqsError('input-unreadable', `${importer.name} cannot be read from a stream; give the file's path`);
    }
    const sink = this.#openSink(name);
    const notes = new Set<string>();
    const input = { name, settings: this.#settings, note: (note: string) => notes.add(note) };
    await readRecords(sink.relieving(source.chunks), input, (record) => sink.add(record));
    this.#take(importer, name, { sha256: source.sha256(), notes: [...notes], ...sink.result() });
  }

  #take(importer: { readonly name: InputFormat }, path: string, read: ImportedFile): void {
    const { panel, neitherTexts, format = importer.name, notes = [], strangeDates = [], ...facts } = read;
    const { logger } = this.#settings;
    if (facts.rows === 0) logger.warn({ path }, 'an input holds no rows');
    for (const note of notes) logger.info({ path }, note);
    this.#strangeDates.push(...strangeDates);
    const { pass: passed, fail: failed, error: neither } = panel.outcomes();
    if (neitherTexts) this.#neitherTexts.absorb(neitherTexts);
    if (this.#files.length === 0) this.#total = panel;
    else this.#total.absorb(panel);
    const told = notes.length === 0 ? {} : { notes };
    this.#files.push({ path, format, ...facts, passed, failed, neither, ...told });
  }

  #openSink(name: string): RecordSink {
    return new RecordSink(name, this.#rejects, this.#settings.meaning);
  }

  #context(): ImportContext {
    return {
      settings: this.#settings,
      bytesTotal: this.#bytesTotal ?? 0,
      isSessionOpen: this.#session !== undefined,
      openSession: () => this.#openSession(),
      openSink: (name) => this.#openSink(name),
      tellBytes: (bytes) => this.#tellBytes(bytes),
    };
  }

  #tellBytes(ofThisFile: number): void {
    const done = this.#bytesDone + ofThisFile;
    this.#settings.onProgress({ stage: 'read', done, total: this.#bytesTotal, unit: 'bytes' });
  }

  async #openSession(): Promise<DuckDbSession> {
    this.#session ??= await DuckDbSession.open(this.#settings);
    return this.#session;
  }

  #checkRejects(): void {
    const { maxRejectRatio, rejectsFile } = this.#settings;
    const rows = this.#files.reduce((sum, file) => sum + file.rows, 0);
    const used = this.#files.reduce((sum, file) => sum + file.rowsUsed, 0);
    const rejected = rows - used;
    if (rejected <= rows * maxRejectRatio) return;
    const reasons = this.#files.map((file) => ({ path: file.path, rejected: file.rejected }));
    const see = rejectsFile === undefined ? 'give a rejects file to see them (--rejects)' : `see ${rejectsFile}`;
    const message =
      `expected at most ${Number((maxRejectRatio * 100).toPrecision(6))} % of the rows to be unusable, but ${rejected} of ${rows} are; ` +
      `${see}, or raise the maximum reject ratio (--max-reject-ratio)${dateHint(this.#strangeDates)}`;
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

/** What to say where dates are written in another way. */
function dateHint(dates: readonly string[]): string {
  const formats = likelyDateFormats(dates);
  if (formats.length === 0) return '';
  const flags = formats.slice(0, 3).map((format) => `--date-format ${format}`);
  return `. Dates such as ${JSON.stringify(dates[0])} are understood with ${flags.join(' or ')}`;
}

function emptyInput(files: readonly FileReport[]): DqsError {
  const paths = files.map((file) => file.path);
  const rows = files.reduce((sum, file) => sum + file.rows, 0);
  const what = rows === 0 ? 'rows after the header' : `a usable row among ${rows}`;
  return new DqsError('input-empty', `expected ${what}, found none in ${paths.join(', ')}`, {
    details: { paths, rows },
  });
}
