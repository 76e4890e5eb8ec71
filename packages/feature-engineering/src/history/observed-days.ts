import { type DailyPanel } from '@dqs/core';

/** Day of the first result of each series; ∞ if there is none. */
export function firstResults({ cells }: DailyPanel, seriesOfKey: Int32Array, seriesCount: number): Float64Array {
  const first = new Float64Array(seriesCount).fill(Number.POSITIVE_INFINITY);
  cells.key.forEach((key, cell) => {
    const series = seriesOfKey[key]!;
    if (cells.day[cell]! < first[series]!) first[series] = cells.day[cell]!;
  });
  return first;
}

/** Sorts the observed cells by series and day; days that several keys share are added up. */
export function collectDays(panel: DailyPanel, seriesOfKey: Int32Array, seriesCount: number) {
  const { cells } = panel;
  const starts = new Int32Array(seriesCount + 1);
  const isObserved = (cell: number) => cells.passes[cell]! + cells.fails[cell]! > 0;
  for (let cell = 0; cell < cells.key.length; cell += 1) {
    if (isObserved(cell)) starts[seriesOfKey[cells.key[cell]!]! + 1]! += 1;
  }
  for (let i = 0; i < seriesCount; i += 1) starts[i + 1]! += starts[i]!;
  const next = starts.slice(0, seriesCount);
  const order = new Int32Array(starts[seriesCount]!);
  for (let cell = 0; cell < cells.key.length; cell += 1) {
    if (isObserved(cell)) order[next[seriesOfKey[cells.key[cell]!]!]!++] = cell;
  }
  return addUpDays(panel, order, starts);
}

function addUpDays(panel: DailyPanel, order: Int32Array, starts: Int32Array) {
  const { cells } = panel;
  const seriesCount = starts.length - 1;
  const offsets = new Int32Array(seriesCount + 1);
  const column = () => new Int32Array(order.length);
  const [day, passes, executions] = [column(), column(), column()];
  const recordCount = new Float64Array(order.length).fill(Number.NaN);
  let size = 0;
  for (let i = 0; i < seriesCount; i += 1) {
    const members = order.subarray(starts[i], starts[i + 1]);
    // The cells of one key are in order already; only a series of several keys has to be sorted.
    if (!isAscending(members, cells.day)) members.sort((a, b) => cells.day[a]! - cells.day[b]!);
    offsets[i] = size;
    for (const cell of members) {
      if (size === offsets[i] || day[size - 1] !== cells.day[cell]) day[size++] = cells.day[cell]!;
      passes[size - 1]! += cells.passes[cell]!;
      executions[size - 1]! += cells.passes[cell]! + cells.fails[cell]!;
      const records = cells.recordCount[cell]!;
      if (!(recordCount[size - 1]! >= records) && !Number.isNaN(records)) recordCount[size - 1] = records;
    }
  }
  offsets[seriesCount] = size;
  return {
    offsets,
    day: day.subarray(0, size),
    passes: passes.subarray(0, size),
    executions: executions.subarray(0, size),
    recordCount: recordCount.subarray(0, size),
  };
}

function isAscending(members: Int32Array, day: Int32Array): boolean {
  for (let i = 1; i < members.length; i += 1) if (day[members[i]!]! < day[members[i - 1]!]!) return false;
  return true;
}
