import { hash } from 'node:crypto';

import { DqsError } from '@dqs/core';

import type { ForecastColumns, Issue } from './records/forecasts.js';
import type { SeriesKey } from './records/series.js';

/** Bytes of an id. */
export const ID_BYTES = 16;
/** Of them, the target day, so that forecasts of a day lie side by side in an index. */
const DAY_BYTES = 4;
/** Puts negative days below positive ones. */
const SIGN = 0x8000_0000;
/** Hexadecimal digits that the hash fills. */
const HASH_DIGITS = 2 * (ID_BYTES - DAY_BYTES);

/**
 * The ids of forecasts, 16 bytes a row: the target day, then the first 96 bits of the sha256 of model, version, series, target
 * day, horizon and the time known. The same forecast made again has the same id, in every store.
 *
 * @param seriesOf what identifies the series of a number.
 */
export function forecastIds(
  { model, version, knownAt }: Pick<Issue, 'model' | 'version' | 'knownAt'>,
  { series, targetDay, asOfDay }: Pick<ForecastColumns, 'series' | 'targetDay' | 'asOfDay'>,
  seriesOf: (number: number) => SeriesKey,
): Uint8Array {
  const ids = Buffer.alloc(series.length * ID_BYTES);
  for (let row = 0; row < series.length; row += 1) {
    const { tenantId, datasetUuid, ruleCode } = seriesOf(series[row]!);
    const [day, horizon] = [targetDay[row]!, targetDay[row]! - asOfDay[row]!];
    const text = JSON.stringify([model, version, tenantId, datasetUuid, ruleCode, day, horizon, knownAt]);
    ids.writeUInt32BE((day + SIGN) >>> 0, row * ID_BYTES);
    ids.write(hash('sha256', text, 'hex').slice(0, HASH_DIGITS), row * ID_BYTES + DAY_BYTES, 'hex');
  }
  return new Uint8Array(ids.buffer, ids.byteOffset, ids.byteLength);
}

/** The id of a row as text: 32 hexadecimal digits. */
export function idText(ids: Uint8Array, row: number): string {
  return Buffer.from(ids.buffer, ids.byteOffset + row * ID_BYTES, ID_BYTES).toString('hex');
}

const ID_TEXT = /^[0-9a-f]{32}$/;

/**
 * The bytes of an id.
 *
 * @throws DqsError `invalid-argument` if the text is no id.
 */
export function idBytes(text: string): Uint8Array {
  if (ID_TEXT.test(text)) return Uint8Array.from(Buffer.from(text, 'hex'));
  const message = `expected the id of a forecast, 32 hexadecimal digits, got ${JSON.stringify(text.slice(0, 80))}`;
  throw new DqsError('invalid-argument', message);
}

/** The target day of the forecast that has an id: days since 1970-01-01. */
export function dayOfId(id: Uint8Array): number {
  return Buffer.from(id.buffer, id.byteOffset, ID_BYTES).readUInt32BE(0) - SIGN;
}

/** The target days of some ids, in their order. */
export function daysOfIds(ids: Uint8Array): Int32Array {
  return Int32Array.from({ length: ids.length / ID_BYTES }, (_, row) => dayOfId(ids.subarray(row * ID_BYTES)));
}

/** A uniform number in (0, 1) that an id determines: 52 bits of its hash, and a half. */
export function chanceOfId(ids: Uint8Array, row: number): number {
  const at = row * ID_BYTES + DAY_BYTES;
  let high = 0;
  for (let i = 0; i < 3; i += 1) high = high * 256 + ids[at + i]!;
  let low = 0;
  for (let i = 3; i < 6; i += 1) low = low * 256 + ids[at + i]!;
  return (high * 0x100_0000 + low + 0.5) / 0x1_0000_0000_0000;
}
