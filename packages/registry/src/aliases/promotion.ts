import { DqsError, type GateReport } from '@dqs/core';

import type { Entry, Moved, Refused } from '../journal/entries.js';
import type { ModelJournal } from '../journal/named-journal.js';
import type { ModelState, VersionSummary } from '../journal/state.js';
import { assertAliasName, selectVersion } from '../reference.js';
import { assertGivenReason, assertReason } from '../texts.js';

/** The step that gates judge. */
export interface GateRequest {
  readonly model: string;
  readonly alias: string;
  readonly candidate: VersionSummary;
  /** Where the alias points now; undefined if it is new. */
  readonly current: VersionSummary | undefined;
}

/** Judges a version before an alias is pointed at it. An error it throws stops the promotion. */
export type Gates = (request: GateRequest) => Promise<GateReport>;

/** A version to point an alias at. */
export interface PromoteRequest {
  /** The version: a number, a range, `latest` or another alias. */
  readonly selector: string;
  readonly alias: string;
  readonly by: string;
  readonly gates: Gates;
  /** The reason, for the history. */
  readonly reason?: string;
  /** Move it even if the gates fail: a person takes responsibility, and the reason is recorded. */
  readonly override?: { readonly reason: string };
  /** The version the alias must point at now, null for none. Undefined accepts any. */
  readonly expect?: string | null;
  /** Run the gates and change nothing. @default false */
  readonly dryRun?: boolean;
}

/** Result of a promotion. */
export interface PromotionOutcome {
  readonly alias: string;
  readonly from: string | null;
  readonly to: string;
  /** `unchanged`: it already pointed there, so the gates did not run. `refused`: the gates failed. */
  readonly outcome: 'promoted' | 'overridden' | 'refused' | 'unchanged';
  /** True if nothing was written, whatever the outcome would have been. */
  readonly isDryRun: boolean;
  /** The result of the gates; null if they did not run. */
  readonly gates: GateReport | null;
  /** The journal entry; null if none was written. */
  readonly entry: Entry<Moved | Refused> | null;
}

/**
 * Points an alias at a version if the gates allow it, by compare-and-swap: the step that is written is the one the
 * gates judged. If the alias moves in the meantime, they run again on the new step. Refusals are recorded too.
 *
 * @throws DqsError `version-unknown`, `invalid-argument` for an override without a reason, `registry-conflict` if the
 * alias does not point where `expect` says.
 */
export async function promote(journal: ModelJournal, request: PromoteRequest): Promise<PromotionOutcome> {
  const { alias, override, by } = request;
  assertAliasName(alias);
  if (override) assertGivenReason('overriding the gates', override.reason);
  assertReason(request.reason);
  const judged = judgeOnce(request.gates);
  let last: Omit<PromotionOutcome, 'entry'> | undefined;
  const decide = async (state: ModelState) => {
    last = await judgedStep(state, request, judged);
    return last.outcome === 'unchanged' || request.dryRun ? undefined : bodyOf(last, request);
  };
  const entry = await journal.append(decide, by);
  return { ...last!, entry: (entry as Entry<Moved | Refused> | undefined) ?? null };
}

async function judgedStep(state: ModelState, request: PromoteRequest, gates: Gates) {
  const { alias, override, expect, dryRun = false } = request;
  const candidate = selectVersion(state, request.selector);
  const from = state.aliases[alias]?.version ?? null;
  if (expect !== undefined && expect !== from) throw movedMeanwhile(state.model, alias, expect, from);
  const step = { alias, from, to: candidate.version, isDryRun: dryRun };
  if (from === candidate.version) return { ...step, outcome: 'unchanged' as const, gates: null };
  const current = state.versions.find(({ version }) => version === from);
  const report = await gates({ model: state.model, alias, candidate, current });
  const refused = override ? ('overridden' as const) : ('refused' as const);
  return { ...step, outcome: report.passed ? ('promoted' as const) : refused, gates: report };
}

/** Gates may train models, so each step is judged once, however often a race forces a retry. */
function judgeOnce(gates: Gates): Gates {
  const known = new Map<string, Promise<GateReport>>();
  return (request) => {
    const step = `${request.current?.version ?? ''} ${request.candidate.version}`;
    const report = known.get(step) ?? gates(request);
    known.set(step, report);
    return report;
  };
}

function bodyOf(
  { alias, from, to, outcome, gates }: Omit<PromotionOutcome, 'entry'>,
  { override, reason }: PromoteRequest,
): Moved | Refused {
  if (outcome === 'refused') return { kind: 'refused', alias, from, to, gates: gates! };
  const how = outcome === 'overridden' ? 'overridden' : 'promoted';
  return { kind: 'moved', alias, from, to, how, reason: override?.reason ?? reason, gates: gates! };
}

function movedMeanwhile(model: string, alias: string, expected: string | null, found: string | null): DqsError {
  return new DqsError(
    'registry-conflict',
    `expected ${model}@${alias} to point at ${expected ?? 'nothing'}, it points at ${found ?? 'nothing'}; ` +
      'someone else has moved it; check it and decide again',
    { details: { model, alias, expected, found } },
  );
}
