/** Problems of one log that are listed. */
export const MOST_PROBLEMS = 1000;

/**
 * What was done to a log. `rewritten`: entries follow each other and are not those that an anchor saw. `truncated`: an anchor
 * saw more entries than there are. `lost` and `tampered`: the journal holds an entry that is not there, or other bytes of it.
 */
export type AuditDamage =
  | 'changed'
  | 'missing'
  | 'inserted'
  | 'reordered'
  | 'truncated'
  | 'rewritten'
  | 'lost'
  | 'tampered';

/** Something that was done to a log, and where. */
export interface AuditProblem {
  readonly damage: AuditDamage;
  /** Numbers of the first and last entry that it may concern. */
  readonly from: number;
  readonly to: number;
  readonly problem: string;
}

/** A problem, in words. */
export function damageAt(damage: AuditDamage, from: number, to: number, text: string): AuditProblem {
  const which = from === to ? `entry ${from}` : `entries ${from} to ${to}`;
  return { damage, from, to, problem: `${which}: ${text}` };
}

/** Successive numbers, from a first to a last. */
export type Run = [number, number];

/** The runs of numbers that ascend. */
export function runsOf(numbers: readonly number[]): Run[] {
  const found: Run[] = [];
  for (const number of numbers) {
    const last = found.at(-1);
    if (last?.[1] === number - 1) last[1] = number;
    else found.push([number, number]);
  }
  return found;
}
