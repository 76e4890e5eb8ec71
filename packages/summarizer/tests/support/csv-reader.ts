/** Reads CSV according to RFC 4180, character by character: an oracle that shares nothing with the writer. */
export function readCsv(text: string): string[][] {
  const records: string[][] = [];
  let record: string[] = [];
  let field = '';
  let isQuoted = false;
  for (let at = 0; at < text.length; at += 1) {
    const char = text[at]!;
    if (isQuoted && char === '"' && text[at + 1] === '"') {
      field += '"';
      at += 1;
    } else if (char === '"') {
      isQuoted = !isQuoted;
    } else if (!isQuoted && (char === ',' || char === '\n')) {
      record.push(field);
      field = '';
      if (char === '\n') records.push(record);
      if (char === '\n') record = [];
    } else {
      field += char;
    }
  }
  if (field !== '' || record.length > 0) throw new Error('the last record has no end of line');
  return records;
}

/** The records as objects by the names of the header. */
export function readCsvObjects(text: string): Record<string, string>[] {
  const [header, ...records] = readCsv(text);
  return records.map((record) => Object.fromEntries(header!.map((name, i) => [name, record[i]!])));
}
