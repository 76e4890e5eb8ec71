import type { LedgerPools } from '@dqs/pipelines';

/** A version that people saw from a day on. */
export interface VersionMark {
  /** Days since 1970-01-01. */
  readonly day: number;
  readonly model: string;
  readonly version: string;
}

/**
 * The days on which another version than on the day before made most of the forecasts that people saw, the first day left out.
 *
 * @param model only versions of this model. @default all
 */
export function versionMarks({ groups }: Pick<LedgerPools, 'groups'>, model?: string): VersionMark[] {
  const days = new Map<number, Map<string, { readonly mark: VersionMark; graded: number }>>();
  for (const { group, scores } of groups) {
    if (group.arm !== 'champion' || !group.live || (model !== undefined && group.model !== model)) continue;
    scores.days.forEach((day, row) => {
      const own = days.get(day) ?? new Map<string, { readonly mark: VersionMark; graded: number }>();
      days.set(day, own);
      const id = JSON.stringify([group.model, group.version]);
      const known = own.get(id) ?? { mark: { day, model: group.model, version: group.version }, graded: 0 };
      own.set(id, known);
      known.graded += scores.sums.forecasts[row]!;
    });
  }
  const seen = [...days].sort(([a], [b]) => a - b).map(([, own]) => mostOf([...own.values()]));
  return seen.filter((mark, i) => {
    const before = seen[i - 1];
    return before !== undefined && (before.model !== mark.model || before.version !== mark.version);
  });
}

function mostOf(all: readonly { readonly mark: VersionMark; readonly graded: number }[]): VersionMark {
  return all.reduce((most, one) => (one.graded > most.graded ? one : most)).mark;
}
