import { formatDay } from '@dqs/core';

import { treatmentArms, versionsByArm, type ExperimentDefinition } from '../definition/experiment.js';
import { phaseOn, type RampPhase } from '../definition/ramp.js';
import type { Exposure, ExperimentOutcome } from '../definition/records.js';
import type { Comparison, JudgingRules } from './comparison.js';
import { checkGuardrails, type GuardrailResult } from './guardrails.js';
import {
  byCrps,
  observationsOf,
  pairedRows,
  splitRows,
  type ArmOf,
  type Observations,
  type ObservedRequest,
} from './observations.js';
import { sampleRatioChecks, type SampleRatioCheck } from './sample-ratio.js';
import { compare, compareSegments, type DesignRows, type ExperimentSegment } from './segments.js';
import { sentenceOf } from './sentence.js';
import { LEAST_UNITS } from './split-comparison.js';
import { judge, recordFaults, type Judgement } from './verdict.js';

/** An experiment's records and what is needed to judge them. */
export interface ExperimentRecords {
  readonly definition: ExperimentDefinition;
  readonly phases: readonly RampPhase[];
  readonly outcomes: readonly ExperimentOutcome[];
  readonly exposures: readonly Exposure[];
  /** The arm that a unit should be shown on a day. */
  readonly armOf: ArmOf;
}

/** The result of one treatment. */
export interface TreatmentResult extends Judgement {
  readonly arm: string;
  readonly version: string;
  /** The verdict in one sentence. */
  readonly sentence: string;
  /** What a reader should know before relying on the numbers, in sentences without a full stop. */
  readonly cautions: readonly string[];
  /** The comparison that the verdict rests on: `paired` in shadow mode, `split` in split mode. */
  readonly primary: Comparison;
  /** The same by CRPS; null if the forecasts were not recorded as distributions. */
  readonly crps: Comparison | null;
  /** In shadow mode, what the split alone would say; null if it says nothing. */
  readonly split: Comparison | null;
  readonly guardrails: readonly GuardrailResult[];
  /** Greatest relative harm first. */
  readonly segments: readonly ExperimentSegment[];
}

/** The result of an experiment. Survives JSON. */
export interface ExperimentEvaluation {
  readonly definition: ExperimentDefinition;
  readonly versions: Readonly<Record<string, string>>;
  /** First and last day with outcomes, `YYYY-MM-DD`; null if there are none. */
  readonly from: string | null;
  readonly to: string | null;
  readonly requests: number;
  readonly units: number;
  readonly exposures: number;
  /** Exposures to a different arm than assigned. */
  readonly misrouted: number;
  /** Records replaced by later ones. */
  readonly replaced: number;
  readonly sampleRatio: readonly SampleRatioCheck[];
  /** In the order of the treatments. */
  readonly treatments: readonly TreatmentResult[];
}

/** Judges an experiment by its records. May be called every day: everything the verdict rests on is always-valid. */
export function evaluateExperiment(records: ExperimentRecords): ExperimentEvaluation {
  const { definition, phases } = records;
  const arms = treatmentArms(definition);
  const observations = observationsOf(records.outcomes, records.exposures, records.armOf);
  const { requests, exposures, misrouted, replaced } = observations;
  const sampleRatio = sampleRatioChecks(exposures, phases, arms);
  return {
    definition,
    versions: versionsByArm(definition),
    from: requests.length > 0 ? formatDay(requests[0]!.day) : null,
    to: requests.length > 0 ? formatDay(requests.at(-1)!.day) : null,
    requests: requests.length,
    units: new Set(requests.map(({ unit }) => unit)).size,
    exposures: exposures.length,
    misrouted,
    replaced,
    sampleRatio,
    treatments: arms.map((arm) => treatmentResult(arm, records, observations, sampleRatio)),
  };
}

function treatmentResult(
  arm: string,
  { definition, phases }: ExperimentRecords,
  observations: Observations,
  sampleRatio: readonly SampleRatioCheck[],
): TreatmentResult {
  const { plannedDays, minDays, guardrails: limits, mode } = definition;
  // Each treatment may be called better by chance, so they share the allowed error.
  const rules: JudgingRules = { alpha: definition.alpha / definition.treatments.length, plannedDays, minDays };
  const { requests } = observations;
  // A unit moved by a ramp has losses under both arms; only the days since then separate the units cleanly.
  const current = phases[phaseOn(phases, requests.at(-1)?.day ?? 0)]!;
  const splitOf = (of: readonly ObservedRequest[]): DesignRows => ({
    design: 'split',
    rows: splitRows(of, arm, current.from),
  });
  const rowsOf = (of: readonly ObservedRequest[]): DesignRows =>
    mode === 'shadow' ? { design: 'paired', rows: pairedRows(of, arm) } : splitOf(of);
  const [given, scored, split] = [rowsOf(requests), rowsOf(byCrps(requests)), splitOf(requests)];
  const primary = compare(given, rules);
  const crps = scored.rows.day.length > 0 ? compare(scored, rules) : null;
  const guardrails = checkGuardrails(limits, requests, arm, given, rules);
  const judgement = judge({ primary, crps }, guardrails, recordFaults(observations, arm, sampleRatio, guardrails));
  const version = versionsByArm(definition)[arm]!;
  return {
    arm,
    version,
    ...judgement,
    sentence: sentenceOf(judgement, primary, { arm, version, control: definition.control, alpha: rules.alpha }),
    cautions: cautionsOf(primary, observations),
    primary,
    crps,
    split: mode === 'shadow' && split.rows.day.length > 0 ? compare(split, rules) : null,
    guardrails,
    segments: compareSegments(given, rules),
  };
}

/** Correlation of days above which tests that assume independence mislead. */
const CORRELATED = 0.15;

/** Cautions that do not invalidate an experiment but should be known. */
function cautionsOf(comparison: Comparison, { misrouted, exposures }: Observations): string[] {
  const { dayCorrelation, units, fixed } = comparison;
  const cautions: string[] = [];
  if (misrouted > 0) {
    cautions.push(
      `${misrouted} of ${exposures.length} exposures went to a different arm than assigned; check for a second router or another seed`,
    );
  }
  if (dayCorrelation !== null && dayCorrelation >= CORRELATED && fixed.tests.length > 0) {
    cautions.push(
      `successive days are correlated (${dayCorrelation.toFixed(2)}): the always-valid interval is widened ` +
        'accordingly, the fixed-horizon tests are not and look too certain',
    );
  }
  const fewest = units === null ? LEAST_UNITS : Math.min(units.control, units.treatment);
  if (fewest < LEAST_UNITS)
    cautions.push(
      `an arm has only ${fewest} units; means of so few are seldom normal, so a verdict needs at least ${LEAST_UNITS}`,
    );
  return cautions;
}
