import type { StateName } from '@dqs/reports/components';
import type { DecisionOutcome } from '@dqs/runtime/pages';

/** How an answer looks and what it is called; `because` where its reason follows. */
export const OUTCOMES: Readonly<
  Record<DecisionOutcome, { readonly state: StateName; readonly word: string; readonly because: boolean }>
> = {
  'not-started': { state: 'suppressed', word: 'Not started', because: true },
  'under-way': { state: 'watch', word: 'Under way', because: false },
  accepted: { state: 'ok', word: 'Accepted', because: false },
  rejected: { state: 'failing', word: 'Rejected', because: true },
  inconclusive: { state: 'unknown', word: 'Inconclusive', because: true },
  vetoed: { state: 'intervened', word: 'Vetoed', because: true },
  failed: { state: 'failing', word: 'Failed', because: true },
  superseded: { state: 'suppressed', word: 'Superseded', because: true },
  refused: { state: 'failing', word: 'Refused', because: true },
  'rolled-back': { state: 'failing', word: 'Rolled back', because: true },
};
