import type { Shard } from '@dqs/batch';
import { CsvWriter, formatDay } from '@dqs/core';

import { flagNames, type Forecasts } from '../forecast/predict.js';
import { NumberTexts } from './number-texts.js';
import { OutputBuffer } from './output-buffer.js';
import type { ParsedRequests } from './parsed-requests.js';
import { FORECAST_COLUMNS, type RequestLayout } from './request-layout.js';

/** What is written for the requests of a shard. */
export interface ForecastRows {
  readonly shard: Shard;
  readonly parsed: ParsedRequests;
  readonly forecasts: Forecasts;
  /** Naive forecast of each request, NaN where there is none. */
  readonly naive: Float32Array;
}

/** Writes forecasts behind the fields of their requests. */
export interface ForecastWriter {
  write(rows: ForecastRows): Uint8Array;
}

/** Bytes of a row of output beyond those of its request, about. */
const ROW_BYTES = 110;

/** Texts that repeat: days and sets of flags. */
class RepeatedTexts {
  readonly #days = new Map<number, string>();
  readonly #flags: string[] = [];
  #lastDay = Number.NaN;
  #lastText = '';

  day(day: number): string {
    if (day === this.#lastDay) return this.#lastText;
    let text = this.#days.get(day);
    if (text === undefined) this.#days.set(day, (text = formatDay(day)));
    [this.#lastDay, this.#lastText] = [day, text];
    return text;
  }

  flags(bits: number): string {
    return (this.#flags[bits] ??= flagNames(bits).join(' '));
  }
}

/** How {@link CsvForecastWriter} gets at the fields of a request. */
export interface CsvWriterOptions {
  readonly delimiter: string;
  readonly modelVersion: string;
  /** The fields of a record; undefined where the record is to be copied as it stands. */
  readonly fields: (shard: Shard, at: number) => readonly string[] | undefined;
}

/** Delimited text: the request as it stands in the input where the delimiter is the same, then the forecast. */
export class CsvForecastWriter implements ForecastWriter {
  readonly #fields: CsvWriterOptions['fields'];
  readonly #texts = new RepeatedTexts();
  readonly #numbers = new NumberTexts();
  readonly #out = new OutputBuffer();
  readonly #csv: CsvWriter;
  readonly #delimiter: string;
  readonly #isAscii: boolean;
  readonly #rowEnd: string;
  /** What stands behind the executions, by flags. */
  readonly #ends: string[] = [];

  constructor(options: CsvWriterOptions) {
    this.#fields = options.fields;
    this.#delimiter = options.delimiter;
    this.#csv = new CsvWriter({ delimiter: options.delimiter, keepBlanks: true });
    this.#rowEnd = options.delimiter + this.#csv.record([options.modelVersion]);
    this.#isAscii = Buffer.byteLength(this.#rowEnd) === this.#rowEnd.length;
  }

  write(rows: ForecastRows): Uint8Array {
    const { shard, parsed } = rows;
    const out = this.#out.begin(shard.bytes, shard.bytes.length + ROW_BYTES * parsed.at.length);
    for (let row = 0; row < parsed.at.length; row += 1) {
      this.#request(out, shard, parsed.at[row]!);
      this.#forecast(out, rows, row);
    }
    return out.finish();
  }

  #request(out: OutputBuffer, shard: Shard, at: number): void {
    const texts = this.#fields(shard, at);
    if (texts === undefined) return out.copy(shard.bounds[2 * at]!, shard.bounds[2 * at + 1]!);
    out.text(this.#csv.fields(texts));
  }

  #forecast(out: OutputBuffer, { parsed, forecasts, naive }: ForecastRows, row: number): void {
    const delimiter = this.#delimiter;
    const numbers = this.#numbers;
    const naiveValue = naive[row]!;
    out.ascii(delimiter);
    out.ascii(this.#texts.day(parsed.requests.asOfDay[row]!));
    out.ascii(delimiter);
    out.ascii(numbers.of(forecasts.predictedPassPercentage[row]!));
    out.ascii(delimiter);
    out.ascii(numbers.of(forecasts.expectedPassPercentage[row]!));
    out.ascii(delimiter);
    // NaN is the only number that is not itself.
    if (naiveValue === naiveValue) out.ascii(numbers.of(naiveValue));
    out.ascii(delimiter);
    out.ascii(numbers.of(forecasts.executions[row]!));
    const flags = forecasts.flags[row]!;
    const end = (this.#ends[flags] ??= delimiter + this.#texts.flags(flags) + this.#rowEnd);
    if (this.#isAscii) out.ascii(end);
    else out.text(end);
  }
}

/** The header of delimited output. */
export function forecastHeader(layout: RequestLayout, delimiter: string): string {
  return new CsvWriter({ delimiter, keepBlanks: true }).record([...layout.names, ...FORECAST_COLUMNS]);
}

/** JSON lines: the members of the request, then those of the forecast. */
export class JsonForecastWriter implements ForecastWriter {
  readonly #request: (shard: Shard, at: number) => string;
  readonly #texts = new RepeatedTexts();
  readonly #out = new OutputBuffer();
  readonly #version: string;

  /** @param request the request as a JSON object. */
  constructor(modelVersion: string, request: (shard: Shard, at: number) => string) {
    this.#request = request;
    this.#version = JSON.stringify(modelVersion);
  }

  write(rows: ForecastRows): Uint8Array {
    const { shard, parsed } = rows;
    const out = this.#out.begin(shard.bytes, shard.bytes.length + 2 * ROW_BYTES * parsed.at.length);
    for (let row = 0; row < parsed.at.length; row += 1) {
      const request = this.#request(shard, parsed.at[row]!);
      out.text(request.slice(0, request.lastIndexOf('}')));
      out.text(this.#forecast(rows, row));
    }
    return out.finish();
  }

  #forecast({ parsed, forecasts, naive }: ForecastRows, row: number): string {
    const naiveValue = naive[row]!;
    const flags = this.#texts.flags(forecasts.flags[row]!);
    return (
      `,"as_of":"${this.#texts.day(parsed.requests.asOfDay[row]!)}"` +
      `,"predicted_pass_percentage":${forecasts.predictedPassPercentage[row]!}` +
      `,"expected_pass_percentage":${forecasts.expectedPassPercentage[row]!}` +
      `,"naive_pass_percentage":${Number.isNaN(naiveValue) ? 'null' : String(naiveValue)}` +
      `,"executions":${forecasts.executions[row]!}` +
      `,"flags":[${flags === '' ? '' : `"${flags.replaceAll(' ', '","')}"`}],"model_version":${this.#version}}\n`
    );
  }
}
