import { Random } from '@dqs/core';

import type { Onsets } from '../../src/incidents/learn-leads.js';

/** Days on which made-up subjects begin to fail. */
export class Failures {
  readonly #random: Random;
  readonly #days: Set<number>[];

  constructor(
    readonly subjects: number,
    readonly span: number,
    seed: number,
  ) {
    this.#random = new Random(seed);
    this.#days = Array.from({ length: subjects }, () => new Set<number>());
  }

  chance(): number {
    return this.#random.nextUint32() / 2 ** 32;
  }

  add(subject: number, day: number): void {
    if (day < this.span) this.#days[subject]!.add(day);
  }

  /** Failures of each by themselves. */
  noise(rate: number): this {
    for (let subject = 0; subject < this.subjects; subject += 1) {
      for (let day = 0; day < this.span; day += 1) if (this.chance() < rate) this.add(subject, day);
    }
    return this;
  }

  /** Failures that start in the first subject and reach subject i within `reach` days. */
  cascades(count: number, members: number, reach: number): this {
    for (let i = 0; i < count; i += 1) {
      const day = Math.floor(((i + 0.2 + 0.6 * this.chance()) * this.span) / count);
      for (let subject = 0; subject < members; subject += 1)
        this.add(subject, day + (subject === 0 ? 0 : 1 + (subject % reach)));
    }
    return this;
  }

  /** Failures of all on one day, or on any of `spread` days in a row. */
  together(count: number, spread: number, share: number): this {
    for (let i = 0; i < count; i += 1) {
      const day = Math.floor(this.chance() * this.span);
      for (let subject = 0; subject < this.subjects; subject += 1) {
        if (this.chance() < share) this.add(subject, day + Math.floor(this.chance() * spread));
      }
    }
    return this;
  }

  onsets(): Onsets[] {
    return this.#days.map((days, i) => ({ subject: `s${i}`, tenant: 'eu', days: [...days].sort((a, b) => a - b) }));
  }
}
