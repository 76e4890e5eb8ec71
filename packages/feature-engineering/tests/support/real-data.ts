import { existsSync, readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { gunzipSync } from 'node:zlib';

import { PanelBuilder, parseDay, type DailyPanel, type PanelCells } from '@dqs/core';

const FILE = resolve(__dirname, '../../../../../shared/data/epidemic_reports.csv.gz');

/** The real history, or undefined (said aloud) where it is not beside the project. */
export function realPanel(): DailyPanel | undefined {
  if (!existsSync(FILE)) {
    console.warn('left out: the real history ../shared/data/epidemic_reports.csv.gz is not there');
    return undefined;
  }
  const builder = new PanelBuilder();
  const [header, ...lines] = gunzipSync(readFileSync(FILE)).toString('utf8').trimEnd().split(/\r?\n/);
  const at = Object.fromEntries(header!.split(',').map((name, i) => [name, i]));
  for (const line of lines) {
    const fields = fieldsOf(line);
    const text = (name: string) => fields[at[name]!]!;
    const key = {
      source: text('source'),
      tenantId: text('tenant_id'),
      datasetUuid: text('dataset_uuid'),
      datasetName: text('dataset_name'),
      ruleCode: text('rule_code'),
    };
    const pass = text('results').includes('"result": "Pass"');
    const counts = { passes: pass ? 1 : 0, fails: pass ? 0 : 1, errors: 0, recordCount: NaN, filteredCount: NaN };
    builder.addCounts(key, parseDay(text('business_date'))!, counts);
  }
  return builder.build();
}

/** The panel as it was at the end of a day. */
export function upTo(panel: DailyPanel, day: number): DailyPanel {
  const { cells } = panel;
  const rows = cells.day.map((_, row) => row).filter((row) => cells.day[row]! <= day);
  const cut = Object.fromEntries(
    Object.entries(cells).map(([name, values]: [string, Int32Array | Float64Array]) => {
      const kept = new (values.constructor as Int32ArrayConstructor)(rows.length);
      rows.forEach((row, i) => (kept[i] = values[row]!));
      return [name, kept];
    }),
  );
  return { ...panel, cells: cut as unknown as PanelCells };
}

/** Fields of a CSV line without quoted newlines. */
function fieldsOf(line: string): string[] {
  return line.includes('"')
    ? Array.from(line.matchAll(/(?:^|,)(?:"((?:[^"]|"")*)"|([^,]*))/g), ([, quoted, plain]) =>
        quoted === undefined ? plain! : quoted.replaceAll('""', '"'),
      )
    : line.split(',');
}
