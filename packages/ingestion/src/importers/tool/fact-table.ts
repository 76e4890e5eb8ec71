import { compareText, keyId, type SeriesFact, type SummaryKey } from '@dqs/core';

/** What is told of series; of several tellings the latest stays, whatever the order they come in. */
export class FactTable {
  readonly #facts = new Map<string, { readonly fact: SeriesFact; readonly date: string }>();

  /** A table of facts of which is only known that they are older than others. */
  static of(facts: readonly SeriesFact[] = []): FactTable {
    const table = new FactTable();
    for (const fact of facts) table.add(fact, '');
    return table;
  }

  /** @param date when it was told, `YYYY-MM-DD`; "" for what is only known to be older. */
  add(fact: SeriesFact, date: string): void {
    const id = keyId(keyOf(fact));
    const known = this.#facts.get(id);
    if (known === undefined || isLater({ fact, date }, known)) this.#facts.set(id, { fact, date });
  }

  /** Adds what another table holds. */
  absorb(other: FactTable): void {
    for (const { fact, date } of other.#facts.values()) this.add(fact, date);
  }

  /** By series, in the order of their texts. */
  list(): SeriesFact[] {
    return [...this.#facts.entries()].sort(([a], [b]) => compareText(a, b)).map(([, { fact }]) => fact);
  }
}

function keyOf({ source, tenantId, datasetUuid, datasetName, ruleCode }: SeriesFact): SummaryKey {
  return { source, tenantId, datasetUuid, datasetName, ruleCode };
}

interface Told {
  readonly fact: SeriesFact;
  readonly date: string;
}

function isLater(one: Told, other: Told): boolean {
  const order = compareText(one.date, other.date);
  return order === 0 ? compareText(JSON.stringify(one.fact), JSON.stringify(other.fact)) > 0 : order > 0;
}
