/** One subject goes before another by some days, found at a false-discovery rate. Survives JSON. */
export interface Lead {
  /** Id of the subject that goes first. */
  readonly from: string;
  /** Id of the one that follows. */
  readonly to: string;
  /** Days between them, 1 or more. */
  readonly lag: number;
  /** Probability of seeing as much if there were no lead. */
  readonly p: number;
  /** Least false-discovery rate at which it is found. */
  readonly q: number;
  /** How often it was seen, of so many. */
  readonly seen: number;
  readonly of: number;
}

/** Leads to be looked up from both ends. */
export class LeadGraph {
  readonly #to = new Map<string, Lead[]>();
  readonly #from = new Map<string, Lead[]>();

  constructor(leads: readonly Lead[]) {
    for (const lead of leads) {
      append(this.#to, lead.to, lead);
      append(this.#from, lead.from, lead);
    }
  }

  get isEmpty(): boolean {
    return this.#to.size === 0;
  }

  /** What goes before a subject. */
  leadersOf(subject: string): readonly Lead[] {
    return this.#to.get(subject) ?? [];
  }

  /** How many of some subjects a subject leads, directly or through others of them. */
  reach(subject: string, among: ReadonlySet<string>): number {
    const seen = new Set([subject]);
    const next = [subject];
    // The list grows while it is read.
    for (const one of next) {
      for (const { to } of this.#from.get(one) ?? []) {
        if (!among.has(to) || seen.has(to)) continue;
        seen.add(to);
        next.push(to);
      }
    }
    return seen.size - 1;
  }
}

function append(map: Map<string, Lead[]>, key: string, lead: Lead): void {
  const list = map.get(key);
  if (list) list.push(lead);
  else map.set(key, [lead]);
}
