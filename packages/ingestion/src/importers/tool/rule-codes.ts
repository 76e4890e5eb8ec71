import { createHash } from 'node:crypto';

/** A check that wants a rule code. */
export interface NamedCheck {
  readonly dataset: string;
  /** The code that people would choose, stable from run to run. */
  readonly short: string;
  /** One that no other check of the dataset has. */
  readonly full: string;
}

/**
 * The rule codes of checks: short where only one check of a dataset has that code, else in full. Checks that are equal
 * in all three are one check.
 *
 * @param checks every check that is known, executed or not: the more are, the fewer codes change later.
 */
export function ruleCodesOf(checks: Iterable<NamedCheck>): (check: NamedCheck) => string {
  const holders = new Map<string, Set<string>>();
  const idOf = ({ dataset, short }: NamedCheck) => `${dataset}\0${short}`;
  for (const check of checks) {
    const id = idOf(check);
    const known = holders.get(id);
    if (known === undefined) holders.set(id, new Set([check.full]));
    else known.add(check.full);
  }
  return (check) => ((holders.get(idOf(check))?.size ?? 0) > 1 ? check.full : check.short);
}

/** Counts texts: how often each has been asked about, this time included. */
export function occurrences(): (text: string) => number {
  const times = new Map<string, number>();
  return (text) => {
    const count = (times.get(text) ?? 0) + 1;
    times.set(text, count);
    return count;
  };
}

/** A few characters that stand for a value: equal values have equal ones, whatever the order of members. */
export function digestOf(value: unknown, characters = 8): string {
  return createHash('sha256').update(sortedJson(value)).digest('hex').slice(0, characters);
}

/** JSON with the members of objects in order; what is nested too deeply for that is left out. */
function sortedJson(value: unknown): string {
  if (value === undefined) return '';
  try {
    return JSON.stringify(value, (_, one: unknown) =>
      typeof one === 'object' && one !== null && !Array.isArray(one)
        ? Object.fromEntries(Object.entries(one).sort(([a], [b]) => (a < b ? -1 : 1)))
        : one,
    );
  } catch {
    return 'nested too deeply';
  }
}
