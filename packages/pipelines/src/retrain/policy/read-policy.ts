import { calendarOf } from '@dqs/core/calendar';
import { documentDigest, invalidFile, LineCounter, Problems, readYaml, type JsonSchema } from '@dqs/core/yaml';

import { RETRAINING_POLICY_SHAPE, type RetrainingPolicyDocument } from './policy-shape.js';
import type { Gates, Limits, RetrainingPolicy, Triggers } from './policy.js';

/** Longest policy file in characters. */
export const MAX_POLICY_LENGTH = 100_000;

/**
 * The policy of a file.
 *
 * @param text YAML, a document of kind `RetrainingPolicy`.
 * @param file what to call it in messages.
 * @throws DqsError `policy-invalid` that lists every problem with line and column, what was expected and what arrived.
 */
export function readRetrainingPolicy(text: string, file: string): RetrainingPolicy {
  if (text.length > MAX_POLICY_LENGTH) {
    throw invalidFile('policy-invalid', file, [`expected at most ${MAX_POLICY_LENGTH} characters, got ${text.length}`]);
  }
  const lineCounter = new LineCounter();
  const problems = new Problems(lineCounter);
  const root = readYaml(text, { file, code: 'policy-invalid', lineCounter });
  const document = RETRAINING_POLICY_SHAPE.read(root, { text, problems });
  if (document === undefined || problems.found.length > 0) {
    const places = problems.sorted().map(({ line, column, problem }) => `${file}:${line}:${column}: ${problem}`);
    throw invalidFile('policy-invalid', file, places);
  }
  return policyOf(document, file);
}

/** The JSON schema of a policy, for editors: made of the declaration by which policies are read. */
export function retrainingPolicyJsonSchema(): JsonSchema & { readonly $schema: string; readonly title: string } {
  const $schema = 'https://json-schema.org/draft/2020-12/schema';
  return { $schema, title: 'DQS retraining policy', ...RETRAINING_POLICY_SHAPE.schema };
}

function policyOf(document: RetrainingPolicyDocument, file: string): RetrainingPolicy {
  const { metadata, model, alias, timezone, triggers, data, limits, gates, shadow, approval, watch } = document;
  return {
    name: metadata?.name ?? file,
    digest: documentDigest(document),
    model,
    alias,
    triggers: triggersOf(triggers),
    data: {
      minimumDays: data.minimum_days,
      days: data.days,
      exclude: data.exclude,
    },
    limits: limitsOf(limits),
    freeze: document.freeze.map((one) => ({
      calendar: { ...calendarOf(one, timezone), except: [] },
      comment: one.comment,
    })),
    gates: gates && gatesOf(gates),
    shadowDays: shadow?.days ?? 0,
    approval: typeof approval === 'object' ? { veto: approval.veto } : approval,
    watch: {
      days: watch.days,
      minimumSamples: watch.samples,
      tolerance: watch.tolerance,
      toleranceOverPrevious: watch.over_previous,
    },
  };
}

function triggersOf(given: RetrainingPolicyDocument['triggers']): Triggers {
  return {
    when: given.when,
    everyMs: given.schedule?.every,
    overMs: given.age?.over,
    degradedPools: given.degraded?.pools,
    driftImpact: given.drift?.impact,
    newLabels: given.labels?.new,
    newSeries: given.series?.new,
    contract: given.contract,
  };
}

function limitsOf(given: RetrainingPolicyDocument['limits']): Limits {
  return {
    leaseMs: given.lease,
    coolDownMs: given.cool_down,
    perWeek: given.per_week,
    backOff: { after: given.back_off.after, pauseMs: given.back_off.pause },
    timeMs: given.time,
    threads: given.threads,
  };
}

function gatesOf(given: NonNullable<RetrainingPolicyDocument['gates']>): Gates {
  const { better, naive_skill: skill, segments, constant, latency, size } = given;
  return {
    better: { level: better.level, evidence: better.evidence, minimumDays: better.minimum_days },
    naiveSkill: skill.above,
    segments: segments && { guard: segments.guard, level: segments.level, margin: segments.margin },
    constant,
    mostLatencyMs: latency?.most_ms,
    mostBytes: size && size.most_mb * 1e6,
  };
}
