// Figures as a table for people: one row a record, one column a figure; records with different figures get tables of
// their own, in order.

/** The records as text tables; numbers to four significant digits, to the right. */
export function formatTable(records) {
  if (records.length === 0) return '(no figures)';
  return groupByColumns(records.map((record) => flatten(record)))
    .map(oneTable)
    .join('\n\n');
}

/** `{ a: { b: 1 } }` becomes `{ 'a.b': 1 }`. */
function flatten(record, prefix = '') {
  const entries = Object.entries(record).flatMap(([name, value]) => {
    const path = `${prefix}${name}`;
    if (value !== null && typeof value === 'object' && !Array.isArray(value))
      return Object.entries(flatten(value, `${path}.`));
    return [[path, value]];
  });
  return Object.fromEntries(entries);
}

function groupByColumns(rows) {
  const groups = new Map();
  for (const row of rows) {
    const key = Object.keys(row).join('\0');
    groups.set(key, [...(groups.get(key) ?? []), row]);
  }
  return [...groups.values()];
}

function oneTable(rows) {
  const columns = Object.keys(rows[0]);
  const cells = [columns, ...rows.map((row) => columns.map((column) => formatCell(row[column])))];
  const widths = columns.map((_column, at) => Math.max(...cells.map((line) => line[at].length)));
  const numeric = columns.map((column) => rows.every((row) => typeof row[column] === 'number'));
  const lines = cells.map((line) =>
    line
      .map((cell, at) => (numeric[at] ? cell.padStart(widths[at]) : cell.padEnd(widths[at])))
      .join('  ')
      .trimEnd(),
  );
  lines.splice(1, 0, widths.map((width) => '─'.repeat(width)).join('  '));
  return lines.join('\n');
}

function formatCell(value) {
  if (typeof value !== 'number') return value === undefined || value === null ? '' : String(value);
  if (Number.isInteger(value)) return value.toLocaleString('en-US');
  return Math.abs(value) >= 1000 ? Math.round(value).toLocaleString('en-US') : String(Number(value.toPrecision(4)));
}
