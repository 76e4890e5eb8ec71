import { createReadStream } from 'node:fs';
import { stat } from 'node:fs/promises';
import type { Readable } from 'node:stream';

import { DqsError, type DailyPanel, type SeriesFact } from '@dqs/core';

import { assertReadable } from './assert-readable.js';
import type { OpenableSource } from './databases/database-source.js';
import { DuckDbSession } from './duckdb/session.js';
import type { ImportContext, NamedInput } from './importers/importer.js';
import { importerOfFile, importerOfStream, type InputFormat, type ListedImporter } from './importers/list.js';
import { RecordSink, type ImportedFile } from './importers/record-sink.js';
import type { ToolReading } from './importers/tool/check.js';
import { openCompanions, type Companions } from './importers/tool/companions.js';
import { countChecks } from './importers/tool/count-checks.js';
import { EventLedger, type EventRecord } from './importers/tool/event-ledger.js';
import { FactTable } from './importers/tool/fact-table.js';
import { openFile, openStream, type ByteSource } from './inputs/bytes.js';
import { throwIfAborted } from './inputs/faults.js';
import type { ReadSettings } from './options.js';
import type { PanelSetIdentity } from './panel-set/manifest.js';
import { PanelAccumulator } from './panel/panel-accumulator.js';
import { RejectLog } from './rejects.js';
import { summarizeFiles, type FileFault, type FileReport, type IngestReport } from './report.js';
import { CommonTexts } from './rows/common-texts.js';
import { likelyDateFormats } from './rows/date-format.js';
import { REJECT_REASONS, type RejectReason } from './rows/interpret.js';
import { warnOfStrayDates } from './stray-dates.js';

/** A panel and what there is to say about the reading of it. */
export interface ReadResult {
  readonly panel: DailyPanel;
  readonly report: IngestReport;
  /** What tools tell of the series, by series. */
  readonly facts: readonly SeriesFact[];
  /** The executions by tools that this reading counted, for the option `knownEvents` of the next; absent if none. */
  readonly events?: EventRecord;
  /** The panel set that was read; absent for any other history. */
  readonly set?: PanelSetIdentity;
}

/** One reading of inputs into one panel. */
export class IngestRun {
  readonly #settings: ReadSettings;
  readonly #rejects: RejectLog;
  readonly #startedAt = performance.now();
  readonly #files: FileReport[] = [];
  readonly #neitherTexts = new CommonTexts();
  readonly #strangeDates: string[] = [];
  readonly #faults: FileFault[] = [];
  readonly #facts = new FactTable();
  /** What earlier readings counted, and this one. */
  readonly #events: EventLedger;
  readonly #fresh = new EventLedger();
  #companions: Companions = openCompanions([]);
  #total = new PanelAccumulator();
  #session: DuckDbSession | undefined;
  #bytesDone = 0;
  #bytesTotal: number | undefined;

  constructor(settings: ReadSettings) {
    this.#settings = settings;
    this.#rejects = new RejectLog(settings.rejectsFile);
    this.#events = EventLedger.of(settings.knownEvents);
  }

  /** Reads files one after the other. */
  async readFiles(paths: readonly string[]): Promise<void> {
    const inputs = await Promise.all(paths.map((path) => factsOf(path)));
    this.#bytesTotal = inputs.reduce((sum, { size }) => sum + size, 0);
    this.#companions = openCompanions(paths);
    for (const { path, size, isStream } of inputs) {
      throwIfAborted(this.#settings.signal);
      await this.#listingFaults(path, () =>
        isStream ? this.readStream(openPipe(path, this.#settings.stdin), path) : this.#readFile(path),
      );
      this.#bytesDone += size;
      this.#tellBytes(0);
    }
  }

  /** Reads a stream to its end. */
  async readStream(stream: Readable, name: string): Promise<void> {
    const { format, signal } = this.#settings;
    const { importer, whole } = await importerOfStream(openStream(stream, name, undefined, signal), name, format);
    await this.#readWhole(importer, name, whole);
  }

  /** Reads a log in a database. */
  async readDatabase(source: OpenableSource): Promise<void> {
    const sink = this.#openSink(source.name);
    const notes = new Set<string>();
    const { readPostgres } = await import('./databases/read-postgres.js');
    const input = this.#named(source.name, notes);
    const sha256 = await readPostgres(
      source,
      input,
      (record) => sink.add(record),
      () => this.#rejects.relieve(),
    );
    this.#take({ name: 'postgres' }, source.name, { sha256, notes: [...notes], ...sink.result() });
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
    const report = summarizeFiles(this.#files, panel, this.#neitherTexts, durationMs, this.#faults);
    if (report.rowsUsed === 0 && !this.#mayBeEmpty()) throw emptyInput(this.#files);
    warnOfStrayDates(report.strayDates, this.#settings.logger);
    assertReadable(report, this.#settings.maxUnreadableRatio, this.#settings.logger);
    const events = this.#fresh.isEmpty ? {} : { events: this.#fresh.record() };
    return { panel, report, facts: this.#facts.list(), ...events };
  }

  /** Gives back what the run holds; safe after {@link finish}. */
  async close(): Promise<void> {
    await this.#session?.close();
    this.#session = undefined;
    await this.#rejects.close();
  }

  /** Nothing new is a result where all that there is was counted before, and where every file is reported on. */
  #mayBeEmpty(): boolean {
    if (this.#settings.onlyTools) return true;
    return this.#files.some(({ tool }) => (tool?.skipped['already-counted'] ?? 0) > 0);
  }

  /** Reads a file; where every file is reported on, one that cannot be used costs itself alone. */
  async #listingFaults(path: string, read: () => Promise<void>): Promise<void> {
    if (!this.#settings.onlyTools) return read();
    try {
      await read();
    } catch (cause) {
      if (!DqsError.is(cause) || cause.code === 'aborted') throw cause;
      this.#faults.push({ path, code: cause.code, message: cause.message });
    }
  }

  async #readFile(path: string): Promise<void> {
    const { format, onlyTools, signal } = this.#settings;
    const { importer, file } = await importerOfFile(path, format);
    if (onlyTools) assertTool(importer, path);
    const read = await importer.readFile?.(file, this.#context());
    if (read === undefined) return this.#readWhole(importer, path, openFile(path, file.isGzip, signal));
    this.#take(importer, path, read);
  }

  /** Reads an input from its first byte to its last. */
  async #readWhole({ readRecords, readChecks, ...importer }: ListedImporter, name: string, source: ByteSource) {
    if (readChecks !== undefined) {
      const counted = await this.#countChecks(name, (input) => readChecks(source.chunks, input));
      return this.#take(importer, name, { sha256: source.sha256(), ...counted });
    }
    if (readRecords === undefined) {
      throw new DqsError('input-unreadable', `${importer.name} cannot be read from a stream; give the file's path`);
    }
    const sink = this.#openSink(name);
    const notes = new Set<string>();
    const input = this.#named(name, notes);
    await readRecords(sink.relieving(source.chunks), input, (record) => sink.add(record));
    this.#take(importer, name, { sha256: source.sha256(), notes: [...notes], ...sink.result() });
  }

  async #countChecks(name: string, read: (input: NamedInput) => Promise<ToolReading>): Promise<ImportedFile> {
    const reading = await read(this.#named(name));
    const known = { events: this.#events, rejects: this.#rejects };
    const counted = countChecks(reading, name, this.#settings, known);
    if (this.#settings.onlyTools) assertFewRejects([{ path: name, ...counted }], this.#settings);
    return counted;
  }

  #named(name: string, notes?: Set<string>): NamedInput {
    const note = (text: string) => notes?.add(text);
    return { name, settings: this.#settings, companions: this.#companions, note };
  }

  #take(importer: { readonly name: InputFormat | 'postgres' }, path: string, read: ImportedFile): void {
    const { panel, neitherTexts, format = importer.name, notes = [], strangeDates = [], ...rest } = read;
    const { events, facts: known, ...facts } = rest;
    const { logger } = this.#settings;
    if (known) this.#facts.absorb(known);
    for (const ledger of events ? [this.#events, this.#fresh] : []) ledger.absorb(events!);
    if (facts.rows === 0 && facts.tool === undefined) logger.warn({ path }, 'an input holds no rows');
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
      countChecks: (name, read) => this.#countChecks(name, read),
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
    if (!this.#settings.onlyTools) assertFewRejects(this.#files, this.#settings, dateHint(this.#strangeDates));
  }
}

/** Results of a tool are told by what is in a file, whatever its name says. */
function assertTool({ name, readChecks }: ListedImporter, path: string): void {
  if (readChecks !== undefined || name === 'parquet') return;
  throw new DqsError(
    'input-unknown',
    `expected results of a tool in ${path}, got none; dqs ingest reads logs as ${name}`,
    {
      details: { path },
    },
  );
}

type Rejects = Pick<FileReport, 'path' | 'rows' | 'rowsUsed' | 'rejected'>;

function assertFewRejects(files: readonly Rejects[], { maxRejectRatio, rejectsFile }: ReadSettings, hint = ''): void {
  const rows = files.reduce((sum, file) => sum + file.rows, 0);
  const used = files.reduce((sum, file) => sum + file.rowsUsed, 0);
  const rejected = rows - used;
  if (rejected <= rows * maxRejectRatio) return;
  const reasons = files.map((file) => ({ path: file.path, rejected: file.rejected }));
  const see = rejectsFile === undefined ? 'give a rejects file to see them (--rejects)' : `see ${rejectsFile}`;
  const message =
    `expected at most ${Number((maxRejectRatio * 100).toPrecision(6))} % of the rows to be unusable, but ${rejected} of ${rows} are ` +
    `(${reasonsOf(files)}); ${see}, or raise the maximum reject ratio (--max-reject-ratio)${hint}`;
  throw new DqsError('input-too-many-rejects', message, { details: { rows, rejected, reasons, rejectsFile } });
}

function reasonsOf(files: readonly Rejects[]): string {
  const found = [...new Set(files.flatMap(({ rejected }) => Object.keys(rejected) as RejectReason[]))].sort();
  return found.map((reason) => REJECT_REASONS[reason]).join('; ');
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
  const notes = [...new Set(files.flatMap(({ notes = [] }) => notes))].slice(0, 3).map((note) => ` (${note})`);
  return new DqsError('input-empty', `expected ${what}, found none in ${paths.join(', ')}${notes.join('')}`, {
    details: { paths, rows },
  });
}
