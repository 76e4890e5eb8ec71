/** Field numbers of the ONNX format (onnx.proto, `ModelProto` and `StringStringEntryProto`). */
const METADATA_PROPS = 14;
const KEY = 1;
const VALUE = 2;

/** Wire types of protocol buffers that have a fixed length. */
const FIXED_BYTES: Readonly<Record<number, number>> = { 1: 8, 5: 4 };
const VARINT = 0;
const DELIMITED = 2;

/**
 * The `metadata_props` of an ONNX model, which ONNX Runtime for Node does not show: texts by key. Only the outermost
 * layer of the file is read; a file that is no protocol buffer has none.
 */
export function onnxMetadata(bytes: Uint8Array): Map<string, string> {
  const metadata = new Map<string, string>();
  for (const { field, content } of fieldsOf(bytes)) {
    if (field !== METADATA_PROPS || content === undefined) continue;
    const texts = new Map([...fieldsOf(content)].map((entry) => [entry.field, entry.content]));
    const [key, value] = [texts.get(KEY), texts.get(VALUE)];
    if (key && value) metadata.set(Buffer.from(key).toString('utf8'), Buffer.from(value).toString('utf8'));
  }
  return metadata;
}

/** The fields of a message in order; `content` is there for texts and messages. Ends at the first byte that cannot be. */
function* fieldsOf(bytes: Uint8Array): Generator<{ field: number; content?: Uint8Array }> {
  const reader = { bytes, at: 0 };
  while (reader.at < bytes.length) {
    const tag = readVarint(reader);
    if (tag === undefined) return;
    const [field, wire] = [Math.floor(tag / 8), tag % 8];
    if (wire === VARINT) {
      if (readVarint(reader) === undefined) return;
      yield { field };
    } else if (wire === DELIMITED) {
      const length = readVarint(reader);
      if (length === undefined || reader.at + length > bytes.length) return;
      yield { field, content: bytes.subarray(reader.at, reader.at + length) };
      reader.at += length;
    } else {
      const length = FIXED_BYTES[wire];
      if (length === undefined) return;
      reader.at += length;
      yield { field };
    }
  }
}

/** A whole number in seven bits a byte, the lowest first; undefined if the bytes end before it does. */
function readVarint(reader: { readonly bytes: Uint8Array; at: number }): number | undefined {
  let value = 0;
  for (let shift = 0; shift < 70; shift += 7) {
    const byte = reader.bytes[reader.at];
    if (byte === undefined) return undefined;
    reader.at += 1;
    value += (byte % 128) * 2 ** shift;
    if (byte < 128) return value;
  }
  return undefined;
}
