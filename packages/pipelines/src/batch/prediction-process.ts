import { serveShards, type Isolation, type Shard, type ShardProcess } from '@dqs/batch';
import { decodePanel } from '@dqs/core';
import {
  askInAnyOrder,
  prepareStates,
  shareStates,
  stateMemory,
  type SeriesHistory,
  type StateMemory,
} from '@dqs/features';

import { DISTRIBUTION_FILE } from '../bundle/distribution-files.js';
import { openPredictor, type PredictorFacts } from '../bundle/predictor-files.js';
import { forecastValues } from '../forecast/forecast-values.js';
import { NaiveMedians } from '../forecast/naive-medians.js';
import { targetsBySeries, type Targets } from '../forecast/targets.js';
import { CsvRequestReader } from './csv-requests.js';
import { CsvForecastWriter } from './csv-forecast-writer.js';
import { ForecastTexts } from './forecast-texts.js';
import type { ForecastWriter } from './forecast-writer.js';
import { JsonForecastWriter } from './json-forecast-writer.js';
import { JsonRequestReader } from './json-requests.js';
import type { ParsedRequests, RequestTexts } from './parsed-requests.js';
import { RequestHistory, type SharedRequests } from './request-history.js';
import type { RequestLayout } from './request-layout.js';
import { SharedTexts } from './shared-texts.js';

/** Forms of requests and forecasts between the files and the model; Parquet is converted to one of them. */
export type TextForm = { readonly kind: 'csv'; readonly delimiter: string } | { readonly kind: 'jsonl' };

/** Everything needed to turn requests into forecasts; survives a structured clone. */
export interface PredictionData {
  readonly predictor: PredictorFacts;
  /** Files of its models. */
  readonly files: ReadonlyMap<string, Uint8Array>;
  /** The history to forecast from, as `encodePanel` writes it. */
  readonly panel: Uint8Array;
  /** Last day whose results may be used. @default the last of the history */
  readonly asOfDay: number | undefined;
  /** What the days should reach whose request does not say it. */
  readonly targets: Targets;
  readonly layout: RequestLayout;
  readonly input: TextForm;
  readonly output: TextForm;
  readonly modelVersion: string;
  /** What the workers share where they are threads of one process. */
  readonly shared?: {
    /** What {@link panel} holds. */
    readonly requests: SharedRequests;
    /** From `SharedTexts.memory`. */
    readonly texts: SharedArrayBuffer;
    /** What is known of the series of {@link requests} as of the last day; undefined where no forecast needs it. */
    readonly states: StateMemory | undefined;
  };
}

/** The data as the workers take them: threads share the history, decoded once, and the texts that they make. */
export function forWorkers(data: PredictionData, isolation: Isolation = 'threads'): PredictionData {
  if (isolation !== 'threads') return data;
  const panel = new Uint8Array(new SharedArrayBuffer(data.panel.length));
  panel.set(data.panel);
  const requests = RequestHistory.fromPanel(decodePanel(data.panel), data.predictor.contract);
  const { history } = requests;
  const needsStates = data.files.has(DISTRIBUTION_FILE);
  const states = needsStates ? stateMemory(history, data.asOfDay ?? history.lastDay) : undefined;
  return { ...data, panel, shared: { requests: requests.share(), texts: SharedTexts.memory(), states } };
}

/** Makes the calling module a worker of a batch prediction. */
export function servePredictions(): void {
  serveShards<PredictionData>(createPredictionProcess);
}

/** Processes each shard of requests: read, forecast, write. */
export async function createPredictionProcess(data: PredictionData): Promise<ShardProcess> {
  return (await openPredictions(data)).process;
}

/** A model with everything around it, ready to process shards of requests. */
export interface OpenPredictions {
  readonly requests: RequestHistory;
  readonly layout: RequestLayout;
  readonly reader: RequestReader;
  readonly process: ShardProcess;
}

/** Reads the requests of shards; fields can be requested for the last shard read. */
export interface RequestReader {
  read(shard: Shard): ParsedRequests;
  /** The texts of a record's fields; undefined for one that was rejected. */
  fields(shard: Shard, at: number): readonly string[] | undefined;
  /** The texts of a record that identify its series. */
  names(shard: Shard, at: number): RequestTexts;
}

/** Loads the model and prepares the history. */
export async function openPredictions(data: PredictionData): Promise<OpenPredictions> {
  const { layout } = data;
  const predictor = await openPredictor(data.files, data.predictor);
  const requests = requestHistoryOf(data);
  const initial = requests.history;
  const { reader, writer } = endsOf(data, requests);
  const texts = new ForecastTexts(writer, requests.history, data.shared?.texts);
  let known:
    | { readonly history: SeriesHistory; readonly naive: NaiveMedians; readonly targets: Float64Array }
    | undefined;
  const process: ShardProcess = (shard) => {
    const parsed = reader.read(shard);
    const { rejected, at } = parsed;
    if (at.length === 0) return { output: new Uint8Array(0), rows: 0, rejected };
    const { history } = requests;
    if (known?.history !== history) {
      if (predictor.distribution) askInAnyOrder(history);
      // What is shared is of the history as it was at the start.
      if (known === undefined && history === initial && data.shared?.states) shareStates(history, data.shared.states);
      known = { history, naive: new NaiveMedians(history), targets: targetsBySeries(data.targets, history) };
    }
    const { naive } = known;
    const targets = targetsOf(parsed, known.targets);
    const output = texts.write({ shard, history, parsed, targets }, (rows) => {
      const wanted = pickRequests(parsed, targets, rows);
      if (predictor.distribution) prepareStates(history, wanted.requests.series);
      const options = { naive, targets: wanted.targets, threads: 1 };
      return { shard, history, parsed: wanted, values: forecastValues(predictor, history, wanted.requests, options) };
    });
    return { output, rows: at.length, rejected };
  };
  return { requests, layout, reader, process };
}

function requestHistoryOf({ panel, predictor: { contract }, shared }: PredictionData): RequestHistory {
  if (!shared) return RequestHistory.fromPanel(decodePanel(panel), contract);
  // What decodes a text takes no shared memory.
  return RequestHistory.fromShared(shared.requests, contract, () => decodePanel(panel.slice()));
}

/** The target of each request: its own, or that of its series. */
function targetsOf({ requests: { series }, target }: ParsedRequests, bySeries: Float64Array): Float64Array {
  return target.map((own, row) => (Number.isNaN(own) ? bySeries[series[row]!]! : own));
}

/** Some of the requests of a shard. */
function pickRequests({ requests, at }: ParsedRequests, targets: Float64Array, rows: Int32Array) {
  const of = (column: Int32Array) => rows.map((row) => column[row]!);
  const { series, targetDay, asOfDay } = requests;
  return {
    requests: { series: of(series), targetDay: of(targetDay), asOfDay: of(asOfDay) },
    at: of(at),
    targets: Float64Array.from(rows, (row) => targets[row]!),
  };
}

interface Ends {
  readonly reader: RequestReader;
  readonly writer: ForecastWriter;
}

function endsOf(data: PredictionData, requests: RequestHistory): Ends {
  const { input, output, layout } = data;
  const asOfDay = data.asOfDay ?? requests.history.lastDay;
  if (input.kind === 'csv') {
    const reader = new CsvRequestReader(requests, { layout, delimiter: input.delimiter, asOfDay });
    const isSameForm = output.kind === 'csv' && output.delimiter === input.delimiter;
    return {
      reader,
      writer: writerOf(data, reader, isSameForm, (shard, at) => carriedMembers(layout, reader.fields(shard, at)!)),
    };
  }
  const names = output.kind === 'jsonl' ? undefined : layout.names;
  const reader = new JsonRequestReader(requests, { names, asOfDay });
  return { reader, writer: writerOf(data, reader, false, (shard, at) => reader.carried(shard, at)) };
}

function writerOf(
  { output, layout, modelVersion }: PredictionData,
  reader: RequestReader,
  isSameForm: boolean,
  carried: (shard: Shard, at: number) => string,
): ForecastWriter {
  const names = (shard: Shard, at: number) => reader.names(shard, at);
  if (output.kind === 'jsonl') return new JsonForecastWriter({ modelVersion, names, carried });
  const fields = (shard: Shard, at: number) => reader.fields(shard, at)!;
  return new CsvForecastWriter({ delimiter: output.delimiter, modelVersion, layout, isSameForm, names, fields });
}

/** The passed-through fields as members of a JSON object, each after a comma. */
function carriedMembers({ names, carried }: RequestLayout, fields: readonly string[]): string {
  const member = (column: number) => `,${JSON.stringify(names[column])}:${JSON.stringify(fields[column])}`;
  return carried.map(member).join('');
}
