import { DqsError } from './errors/dqs-error.js';

/** The typed arrays a columns file can hold, by the name used in its header. */
const ARRAY_TYPES = {
  u8: Uint8Array,
  u16: Uint16Array,
  i32: Int32Array,
  f32: Float32Array,
  f64: Float64Array,
} as const;

/** A numeric column of a columns file. */
export type NumericColumn = Uint8Array | Uint16Array | Int32Array | Float32Array | Float64Array;

/** Content of a columns file: named numeric columns and any JSON value. */
export interface ColumnsFile {
  readonly meta: unknown;
  readonly columns: Readonly<Record<string, NumericColumn>>;
}

interface HeaderColumn {
  readonly name: string;
  readonly type: keyof typeof ARRAY_TYPES;
  readonly length: number;
}

const MAGIC = 'DQSCOL01';
const ALIGNMENT = 8;

/**
 * Writes typed arrays as plain bytes: `DQSCOL01`, header length (uint32), header JSON, then each column in
 * little-endian order, aligned to 8 bytes. Numbers are restored bit for bit.
 */
export function encodeColumns(file: ColumnsFile): Uint8Array {
  const entries = Object.entries(file.columns);
  const columns = entries.map(([name, values]) => ({ name, type: typeName(values), length: values.length }));
  const header = Buffer.from(JSON.stringify({ meta: file.meta, columns }), 'utf8');
  const start = align(MAGIC.length + 4 + header.length);
  const total = entries.reduce((size, [, values]) => align(size + values.byteLength), start);
  const bytes = Buffer.alloc(total);
  bytes.write(MAGIC, 0, 'latin1');
  bytes.writeUInt32LE(header.length, MAGIC.length);
  header.copy(bytes, MAGIC.length + 4);
  let offset = start;
  for (const [, values] of entries) {
    bytes.set(new Uint8Array(values.buffer, values.byteOffset, values.byteLength), offset);
    offset = align(offset + values.byteLength);
  }
  return bytes;
}

/**
 * Reads what {@link encodeColumns} wrote.
 *
 * @throws DqsError `panel-invalid` if the bytes are something else or end too early.
 */
export function decodeColumns(bytes: Uint8Array): ColumnsFile {
  const buffer = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const headerLength = buffer.length >= MAGIC.length + 4 ? buffer.readUInt32LE(MAGIC.length) : 0;
  const headerEnd = MAGIC.length + 4 + headerLength;
  if (buffer.toString('latin1', 0, MAGIC.length) !== MAGIC || buffer.length < headerEnd) throw damaged(buffer.length);
  const header = parseHeader(buffer.toString('utf8', MAGIC.length + 4, headerEnd), buffer.length);
  const columns: [string, NumericColumn][] = [];
  let offset = align(headerEnd);
  for (const { name, type, length } of header.columns) {
    const size = length * ARRAY_TYPES[type].BYTES_PER_ELEMENT;
    if (offset + size > buffer.length) throw damaged(buffer.length);
    // A copy: the source may sit at an address that a Float64Array cannot start at.
    const copy = new Uint8Array(size);
    copy.set(buffer.subarray(offset, offset + size));
    columns.push([name, new ARRAY_TYPES[type](copy.buffer, 0, length)]);
    offset = align(offset + size);
  }
  return { meta: header.meta, columns: Object.fromEntries(columns) };
}

function parseHeader(text: string, size: number): { meta: unknown; columns: HeaderColumn[] } {
  try {
    const header = JSON.parse(text) as { meta: unknown; columns: HeaderColumn[] };
    if (header.columns.every(isColumn)) return header;
  } catch (cause) {
    throw damaged(size, cause);
  }
  throw damaged(size);
}

function isColumn({ type, length }: HeaderColumn): boolean {
  return Object.hasOwn(ARRAY_TYPES, type) && Number.isSafeInteger(length) && length >= 0;
}

function typeName(values: NumericColumn): keyof typeof ARRAY_TYPES {
  const name = (Object.keys(ARRAY_TYPES) as (keyof typeof ARRAY_TYPES)[]).find((t) => values instanceof ARRAY_TYPES[t]);
  if (name) return name;
  throw new DqsError('invalid-argument', `expected a typed array of ${Object.keys(ARRAY_TYPES).join(', ')}`);
}

function align(size: number): number {
  return Math.ceil(size / ALIGNMENT) * ALIGNMENT;
}

function damaged(size: number, cause?: unknown): DqsError {
  return new DqsError('panel-invalid', `expected a columns file (starting with ${MAGIC}), got ${size} other bytes`, {
    cause,
  });
}
