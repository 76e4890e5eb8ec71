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
  if (!header!.startsWith(FIRST_COLUMNS)) throw new Error(`expected the columns ${FIRST_COLUMNS}, got ${header}`);
  for (const line of lines) {
    const [source, tenantId, datasetUuid, datasetName, date, , ruleCode] = firstFields(line, 7);
    const key = {
      source: source!,
      tenantId: tenantId!,
      datasetUuid: datasetUuid!,
      datasetName: datasetName!,
      ruleCode: ruleCode!,
    };
    const pass = line.includes('{""result"": ""Pass""');
    const counts = { passes: pass ? 1 : 0, fails: pass ? 0 : 1, errors: 0, recordCount: NaN, filteredCount: NaN };
    builder.addCounts(key, parseDay(date!)!, counts);
  }
  return builder.build();
}

const FIRST_COLUMNS =
  'source,tenant_id,dataset_uuid,dataset_name,business_date,dataset_record_count,rule_code,level_of_execution';

/** The panel as it was at the end of a day. */
export function upTo(panel: DailyPanel, day: number): DailyPanel {
  return onlyCells(panel, (row) => panel.cells.day[row]! <= day);
}

/** The results of some datasets alone. */
export function ofDatasets(panel: DailyPanel, isWanted: (datasetUuid: string) => boolean): DailyPanel {
  const keys = panel.keys.filter(({ datasetUuid }) => isWanted(datasetUuid));
  const places = panel.keys.map((key) => keys.indexOf(key));
  const { cells } = onlyCells(panel, (row) => places[panel.cells.key[row]!]! >= 0);
  const key = cells.key.map((old) => places[old]!);
  const { levels, failedAttributes } = new PanelBuilder().build();
  return { keys, cells: { ...cells, key }, levels, failedAttributes };
}

function onlyCells(panel: DailyPanel, isWanted: (row: number) => boolean): DailyPanel {
  const { cells } = panel;
  const rows = cells.day.map((_, row) => row).filter(isWanted);
  const cut = Object.fromEntries(
    Object.entries(cells).map(([name, values]: [string, Int32Array | Float64Array]) => {
      const kept = new (values.constructor as Int32ArrayConstructor)(rows.length);
      rows.forEach((row, i) => (kept[i] = values[row]!));
      return [name, kept];
    }),
  );
  return { ...panel, cells: cut as unknown as PanelCells };
}

/** The first fields of a CSV line without quoted newlines. */
function firstFields(line: string, count: number): string[] {
  const field = /(?:"((?:[^"]|"")*)"|([^,]*)),/y;
  return Array.from({ length: count }, () => {
    const [, quoted, plain] = field.exec(line)!;
    return quoted === undefined ? plain! : quoted.replaceAll('""', '"');
  });
}
