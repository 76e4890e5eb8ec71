import { DqsError } from '@dqs/core';

import type { Intervention, RevisionBatch } from '../records/actuals.js';
import { assertDay, assertLengths, assertTime, refuse } from './problems.js';

/**
 * Refuses revisions that a ledger does not keep; every store calls it first, so that all refuse the same.
 *
 * @param isKnown whether a series has this number.
 * @throws DqsError `invalid-argument`.
 */
export function assertRevisions({ after, upTo, revisions }: RevisionBatch, isKnown: (series: number) => boolean): void {
  if (!Number.isSafeInteger(after) || after < 0 || !Number.isSafeInteger(upTo) || upTo < after) {
    throw refuse('entries from one number of the journal to another', { after, upTo });
  }
  const { series, day, passes, fails, errors, entry, entries } = revisions;
  assertLengths(series.length, { day, passes, fails, errors, entry });
  assertEntries(revisions.entries, after, upTo);
  const seen = new Set<string>();
  for (let row = 0; row < series.length; row += 1) {
    if (!isKnown(series[row]!)) throw refuse(`a registered series in row ${row}`, series[row]);
    assertDay(`the day of row ${row}`, day[row]!);
    if (!entries[entry[row]!]) throw refuse(`an entry of the batch in row ${row}`, entry[row]);
    for (const count of [passes[row]!, fails[row]!, errors[row]!]) {
      if (count < 0) throw refuse(`counts of 0 or more in row ${row}`, count);
    }
    const key = `${series[row]} ${day[row]} ${entry[row]}`;
    if (seen.has(key)) throw refuse(`one revision of a series' day by an entry, row ${row} is a second one`, key);
    seen.add(key);
  }
}

function assertEntries(entries: RevisionBatch['revisions']['entries'], after: number, upTo: number): void {
  entries.forEach(({ number, arrivedAt }, i) => {
    assertTime(`the arrival of entry ${number}`, arrivedAt);
    const before = entries[i - 1];
    if (!Number.isSafeInteger(number) || number <= (before?.number ?? after) || number > upTo) {
      throw refuse(`entries after ${after} up to ${upTo}, each once and in their order`, number);
    }
    if (before && arrivedAt < before.arrivedAt)
      throw refuse(`entry ${number} not to arrive before the one before it`, arrivedAt);
  });
}

/**
 * Refuses interventions that a ledger does not keep.
 *
 * @throws DqsError `invalid-argument`.
 */
export function assertInterventions(
  interventions: readonly Intervention[],
  isKnown: (series: number) => boolean,
): void {
  for (const { series, day, at } of interventions) {
    if (!isKnown(series)) throw refuse('a registered series', series);
    assertDay('the day of an intervention', day);
    assertTime('the time of an intervention', at);
  }
}

/** The error of `LedgerStore.revise` for a batch that does not begin where the ledger ends. */
export function collectedMeanwhile({ after, upTo }: RevisionBatch, collectedUpTo: number): DqsError {
  const message =
    `expected deliveries to be collected up to entry ${after}, found them collected up to ${collectedUpTo}; ` +
    `collect again from there`;
  return new DqsError('ledger-conflict', message, { details: { after, upTo, collectedUpTo } });
}
