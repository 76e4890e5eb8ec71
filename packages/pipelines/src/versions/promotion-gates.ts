import type { DailyPanel, GateCheck, GateReport, Hooks } from '@dqs/core';
import type { LossComparison } from '@dqs/registry';
import { check, gateReport } from '@dqs/validation';

import type { LoadedBundle } from '../bundle/read-bundle.js';
import { validateBundle } from '../validate/validate-bundle.js';
import type { ValidationOptions } from '../validate/validation-types.js';
import { compareVersions, type CompareOptions } from './compare-versions.js';
import { recordedGatesCheck } from './recorded-gates.js';

/** A version to judge, and the one it would replace. */
export interface PromotionCandidate {
  readonly candidate: LoadedBundle;
  /** Undefined if the alias is new. */
  readonly current?: LoadedBundle;
  /** The history to validate with, as {@link validateBundle} takes it; undefined takes the candidate's own. */
  readonly panel?: DailyPanel;
  /** The history to compare the two versions on; undefined takes the one to validate with. */
  readonly compareOn?: DailyPanel;
}

/**
 * The conditions for a promotion: no gate of the training failed, `validateBundle` passes with the same options, and on
 * days neither was trained on the version is neither by MAE nor by CRPS worse than the one it replaces; too few such days are only reported.
 *
 * @throws DqsError `invalid-argument`, `aborted`.
 */
export async function promotionGates(
  { candidate, current, panel, compareOn }: PromotionCandidate,
  { confidence, minimumDays, ...validation }: ValidationOptions & CompareOptions = {},
  hooks: Hooks = {},
): Promise<GateReport> {
  const recorded = recordedGatesCheck(candidate.manifest);
  const { checks } = await validateBundle(candidate, panel, validation, hooks);
  if (!current) return gateReport([recorded, ...checks]);
  const history = compareOn ?? panel ?? candidate.history();
  const options = { confidence, minimumDays, threads: validation.threads };
  const own = await currentVersionChecks(candidate, current, history, options, hooks);
  return gateReport([recorded, ...checks, ...own]);
}

async function currentVersionChecks(
  candidate: LoadedBundle,
  current: LoadedBundle,
  panel: DailyPanel,
  options: CompareOptions,
  hooks: Hooks,
): Promise<GateCheck[]> {
  if (candidate.predictor.horizon !== current.predictor.horizon) {
    const reason = `it forecasts ${candidate.predictor.horizon} days ahead, the current version ${current.predictor.horizon}`;
    return [check('current-version', 'inconclusive', reason)];
  }
  const found = await compareVersions(current, candidate, panel, options, hooks);
  return [
    comparisonCheck('current-version', 'MAE', found),
    comparisonCheck('current-version-crps', 'CRPS', found.crps),
  ];
}

const VERDICTS = { better: 'pass', worse: 'fail', inconclusive: 'inconclusive' } as const;

function comparisonCheck(
  name: string,
  measure: string,
  { verdict, reason, segments }: Pick<LossComparison, 'verdict' | 'reason' | 'segments'>,
): GateCheck {
  const [all] = segments;
  const errors =
    all?.candidate == null || all.baseline == null
      ? ''
      : `${measure} ${all.candidate.toFixed(3)}, that of the current version ${all.baseline.toFixed(3)} on ${all.days} days; `;
  const figures = { value: all?.candidate ?? undefined, threshold: all?.baseline };
  return check(name, VERDICTS[verdict], `${errors}${reason}`, figures);
}
