import {
  allocateCells,
  endOfKey,
  type DailyPanel,
  type KeyTextCounts,
  type PanelCells,
  type SummaryKey,
} from '@dqs/core';

import { ALL_PARTS, hasPart, partOfDataset, type PartRange } from './layout.js';

/** A panel divided by the part of its datasets. */
export interface SplitPanel {
  /** The panels of some parts, by part. Each is canonical; those of all parts together are the whole panel. */
  readonly parts: ReadonlyMap<number, DailyPanel>;
  /** The first key of another part; undefined where there is none. */
  readonly other: SummaryKey | undefined;
}

/** Divides a panel by part; those that are not asked for are not copied. */
export function splitByPart(panel: DailyPanel, range: PartRange = ALL_PARTS): SplitPanel {
  const parts = new Map<number, number[]>();
  const known = new Map<string, number>();
  let other: SummaryKey | undefined;
  panel.keys.forEach((summaryKey, key) => {
    const { datasetUuid } = summaryKey;
    const part = known.get(datasetUuid) ?? partOfDataset(datasetUuid);
    known.set(datasetUuid, part);
    if (hasPart(range, part)) {
      const keys = parts.get(part) ?? [];
      keys.push(key);
      parts.set(part, keys);
    } else other ??= summaryKey;
  });
  const starts = startsOf(panel);
  const texts = { levels: rowsByKey(panel.levels, panel), failedAttributes: rowsByKey(panel.failedAttributes, panel) };
  const panels = new Map(
    [...parts]
      .sort(([a], [b]) => a - b)
      .map(([part, keys]) => [
        part,
        {
          keys: keys.map((key) => panel.keys[key]!),
          cells: cellsOf(panel.cells, keys, starts),
          levels: textsOf(panel.levels, keys, texts.levels),
          failedAttributes: textsOf(panel.failedAttributes, keys, texts.failedAttributes),
        },
      ]),
  );
  return { parts: panels, other };
}

/** The first cell of each key, and the end of the last. */
function startsOf({ cells: { key }, keys }: DailyPanel): Int32Array {
  const starts = new Int32Array(keys.length + 1);
  for (let start = 0; start < key.length; start = starts[key[start]! + 1]!) {
    starts[key[start]! + 1] = endOfKey(key, start);
  }
  return starts;
}

function cellsOf(cells: PanelCells, keys: readonly number[], starts: Int32Array): PanelCells {
  const size = keys.reduce((sum, key) => sum + starts[key + 1]! - starts[key]!, 0);
  const { key: index, ...columns } = allocateCells(size);
  let at = 0;
  keys.forEach((key, i) => {
    const [start, end] = [starts[key]!, starts[key + 1]!];
    index.fill(i, at, at + end - start);
    for (const [name, column] of Object.entries(columns) as [keyof typeof columns, Int32Array | Float64Array][]) {
      column.set(cells[name].subarray(start, end), at);
    }
    at += end - start;
  });
  return { key: index, ...columns };
}

function rowsByKey({ key }: KeyTextCounts, { keys }: DailyPanel): Int32Array {
  // Texts are sorted by key; a key may have none.
  const starts = new Int32Array(keys.length + 1);
  for (const one of key) starts[one + 1]! += 1;
  for (let i = 0; i < keys.length; i += 1) starts[i + 1]! += starts[i]!;
  return starts;
}

function textsOf({ text, count }: KeyTextCounts, keys: readonly number[], starts: Int32Array): KeyTextCounts {
  const rows = keys.flatMap((key, i) =>
    Array.from({ length: starts[key + 1]! - starts[key]! }, (_, row) => ({ key: i, row: starts[key]! + row })),
  );
  return {
    key: Int32Array.from(rows, ({ key }) => key),
    text: rows.map(({ row }) => text[row]!),
    count: Int32Array.from(rows, ({ row }) => count[row]!),
  };
}
