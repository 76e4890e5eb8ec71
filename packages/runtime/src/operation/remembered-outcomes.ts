import { daysOfIds, type LedgerStore } from '@dqs/ledger';

import { forecastOutcomes, packedIds, type ForecastOutcome } from './kept-forecast.js';

/** Outcomes that are remembered: about ten megabytes. */
const MOST = 5000;
/** Those with more revisions are not: they may be of any length. */
const MOST_REVISIONS = 20;

/**
 * Forecasts of a ledger and what became of them, as of now. What was read is remembered with the version of its day, and is told
 * again as long as the ledger has no other: a forecast never changes, and what becomes of it changes with its day.
 */
export class RememberedOutcomes {
  readonly #ledger: LedgerStore;
  /** By id; those that were read first are the first to go. */
  readonly #known = new Map<string, { readonly version: string; readonly outcome: ForecastOutcome }>();

  constructor(ledger: LedgerStore) {
    this.#ledger = ledger;
  }

  /**
   * As `forecastOutcomes`, of now.
   *
   * @throws DqsError `invalid-argument` if a text is no id.
   */
  async of(ids: readonly string[]): Promise<readonly (ForecastOutcome | undefined)[]> {
    // Before anything is read: what is added in between makes what is read newer than its version, never older.
    const versions = await this.#ledger.versions(daysOfIds(packedIds(ids)));
    const found = new Map<string, ForecastOutcome | undefined>();
    const others = new Map<string, string | undefined>();
    ids.forEach((id, i) => {
      const known = this.#known.get(id);
      if (known && known.version === versions[i]) found.set(id, known.outcome);
      else others.set(id, versions[i]);
    });
    if (others.size > 0) {
      const outcomes = await forecastOutcomes(this.#ledger, [...others.keys()]);
      [...others].forEach(([id, version], i) => {
        found.set(id, outcomes[i]);
        this.#remember(id, version, outcomes[i]);
      });
    }
    return ids.map((id) => found.get(id));
  }

  #remember(id: string, version: string | undefined, outcome: ForecastOutcome | undefined): void {
    this.#known.delete(id);
    if (version === undefined || outcome === undefined || outcome.revisions.length > MOST_REVISIONS) return;
    this.#known.set(id, { version, outcome });
    if (this.#known.size > MOST) this.#known.delete(this.#known.keys().next().value!);
  }
}
