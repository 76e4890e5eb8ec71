import { EARNED_E, type Alert, type DigestCause, type EarnedFacts, type Incident } from '@dqs/alerting';

import type { PageView } from '../page-view.js';

/** Why an alert that fires has told nobody. */
export interface NotTold {
  readonly kind:
    | 'silence'
    | 'window'
    | 'inhibition'
    | 'earned'
    | 'veto'
    | 'requirement'
    | 'dry-run'
    | 'mark'
    | 'budget'
    | 'hours'
    | 'waiting'
    | 'no-route'
    | 'resolved';
  /** What keeps it, without its kind. */
  readonly text: string;
  /** Of an inhibition: the incident of the alert that speaks for it. */
  readonly incident?: string;
}

/** Why incidents stand in digests that wait, by incident. */
export function digestCauses(
  digests: PageView['state']['digests'],
): ReadonlyMap<string, { readonly why: DigestCause; readonly receiver: string; readonly text: string }> {
  return new Map(
    digests.flatMap(({ receiver, entries }) =>
      entries.map(({ incident, why, reasons }) => {
        const used = reasons.find(({ check }) => check.startsWith('pages of'));
        const text = used ? `${used.check}: ${String(used.observed)} of ${String(used.limit)}` : '';
        return [incident, { why, receiver, text }] as const;
      }),
    ),
  );
}

/** What is known beside an alert. */
interface Around {
  readonly incident: Incident | undefined;
  readonly causes: ReturnType<typeof digestCauses>;
  readonly hasRoute: boolean;
  readonly earned: EarnedFacts | undefined;
}

/** Why an alert that fires has told nobody; null where somebody knows. */
export function whyNotTold(alert: Alert, { incident, causes, hasRoute, earned }: Around): NotTold | null {
  if (alert.suppressed !== null) return suppressedBy(alert.suppressed, earned);
  const told = incident?.told ?? [];
  if (told.some(({ sent }) => sent)) return null;
  const cause = incident && causes.get(incident.id);
  if (told.length > 0) {
    // A route that leads to a digest tells by it; what a budget or hours keep from being a message does not.
    if (cause === undefined || cause.why === 'route') return null;
    const text = [cause.text, `it is in the digest ${cause.receiver}`].filter((one) => one !== '').join('; ');
    return { kind: cause.why, text };
  }
  if (!hasRoute) return { kind: 'no-route', text: 'no route of the policy leads to anybody' };
  if (incident === undefined)
    return { kind: 'resolved', text: 'somebody resolved its incident; it is told again once it was good' };
  return { kind: 'waiting', text: 'it waits for others of its group, or for the hours of its receiver' };
}

function suppressedBy({ by, why }: NonNullable<Alert['suppressed']>, earned: EarnedFacts | undefined): NotTold {
  switch (by) {
    case 'silence':
      return { kind: 'silence', text: why.replace(/^silenced /, '') };
    case 'window':
      return { kind: 'window', text: why.replace(/^window /, '') };
    case 'mark':
      return { kind: 'mark', text: why.replace(/^marked as /, '') };
    case 'dry-run':
      return { kind: 'dry-run', text: why.replace(/: dry_run$/, '') };
    case 'inhibition':
      return { kind: 'inhibition', text: why };
    case 'requirement':
      return requirement(why, earned);
  }
}

function requirement(why: string, earned: EarnedFacts | undefined): NotTold {
  if (!/^requires earned\b/.test(why) || earned === undefined) {
    return { kind: 'requirement', text: why.replace(/^requires /, '') };
  }
  if (earned.veto) return { kind: 'veto', text: 'the record of this series alone speaks against its warnings' };
  return { kind: 'earned', text: `e = ${earned.e.toFixed(1)} of ${EARNED_E}` };
}
