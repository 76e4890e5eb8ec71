import type { SeriesListPage } from '@dqs/runtime/pages';

type Columns = SeriesListPage['columns'];

/** Columns of a file of chosen series, by their names in the twin of the page. */
const COLUMNS = {
  ...{ series: 'id', dataset: 'dataset', rule: 'rule', tenant: 'tenant', source: 'source', owner: 'owner' },
  ...{ importance: 'importance', state: 'state', passes: 'passes', executions: 'executions', target: 'target' },
  ...{ odds: 'odds', expected: 'expected', median: 'median', lower_80: 'lower80', upper_80: 'upper80' },
  ...{ naive: 'naive', skill_28d: 'skill', evidence: 'evidence', is_earned: 'isEarned', incident: 'incident' },
} as const satisfies Readonly<Record<string, keyof Columns>>;

/** The chosen series as CSV, in the order of the list. */
export function chosenCsv(columns: Columns, ids: ReadonlySet<string>): string {
  const lines = [Object.keys(COLUMNS).join(',')];
  columns.id.forEach((id, row) => {
    if (ids.has(id))
      lines.push(
        Object.values(COLUMNS)
          .map((name) => fieldText(columns[name][row] ?? ''))
          .join(','),
      );
  });
  return `${lines.join('\r\n')}\r\n`;
}

/** A field that begins like a formula is a text for spreadsheets. */
function fieldText(value: string | number | boolean): string {
  if (typeof value !== 'string') return String(value);
  const text = /^[=+\-@\t\r]/.test(value) ? `'${value}` : value;
  return /[",\r\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text;
}

/** Has a text saved as a file. */
export function saveText(text: string, name: string, type: string): void {
  const link = document.createElement('a');
  link.href = URL.createObjectURL(new Blob([text], { type }));
  link.download = name;
  link.click();
  setTimeout(() => URL.revokeObjectURL(link.href), 10_000);
}
