import type { Random } from '@dqs/core';

/** The content of a log row before it is written. */
export interface RowTexts {
  readonly dataset: string;
  readonly date: string;
  readonly rule: string;
  readonly results: string;
}

/** A way to damage a row. If `isRejected`, a reader must reject it; otherwise it counts as an error. */
interface Damage {
  readonly isRejected: boolean;
  spoil(row: RowTexts): RowTexts;
}

const DAMAGES: readonly Damage[] = [
  { isRejected: true, spoil: (row) => ({ ...row, date: '' }) },
  { isRejected: true, spoil: (row) => ({ ...row, date: `${row.date.slice(0, 4)}-02-30` }) },
  { isRejected: true, spoil: (row) => ({ ...row, date: row.date.split('-').reverse().join('/') }) },
  { isRejected: true, spoil: (row) => ({ ...row, dataset: '' }) },
  { isRejected: true, spoil: (row) => ({ ...row, rule: '' }) },
  { isRejected: false, spoil: (row) => ({ ...row, results: '{"result": "Pa' }) },
  { isRejected: false, spoil: (row) => ({ ...row, results: '{"result": "Unknown"}' }) },
];

/** A row damaged in one of seven ways: five a reader must reject, two it must count as errors. */
export function spoilt(random: Random, row: RowTexts): { readonly row: RowTexts; readonly isRejected: boolean } {
  const damage = DAMAGES[random.integer(DAMAGES.length)]!;
  return { row: damage.spoil(row), isRejected: damage.isRejected };
}
