import {
  readPolicy,
  runPolicyTests,
  thresholdsOf,
  type PolicyTestResult,
  type ReadPolicy,
  type RuleThresholds,
} from '@dqs/alerting';
import { DqsError } from '@dqs/core';
import { Catalog } from '@dqs/core/catalog';

import { assertClosed } from './kept-policy.js';
import type { OpenedPolicy } from './open-policy.js';

/** What a policy that somebody writes is called in messages. */
const WRITTEN = 'policy.yaml';
/** Most characters of a policy that is looked at while somebody writes it. */
export const MOST_PROPOSED = 200_000;

/** What is wrong at a line of a policy, or doubtful. Survives JSON. */
export interface PolicyProblem {
  /** From 1. */
  readonly line: number;
  readonly column: number | null;
  /** What was expected and what is there. */
  readonly problem: string;
  /** What to do about it; null where the problem says so. */
  readonly fix: string | null;
}

/** What there is to say of a policy that somebody writes. Survives JSON. */
export interface PolicyCheck {
  /** Its name and digest; null as long as it can decide nothing. */
  readonly policy: {
    readonly name: string;
    readonly digest: string;
    readonly rules: number;
    readonly tests: number;
    /** From which odds its rules warn, and where that stands. */
    readonly thresholds: readonly RuleThresholds[];
  } | null;
  readonly problems: readonly PolicyProblem[];
  /** What it says that cannot be meant. */
  readonly doubts: readonly PolicyProblem[];
}

/** What of the policy in force matters to one that is proposed in its place. Survives JSON. */
export interface PolicyInForce {
  /** Path of its catalog, if it names one. */
  readonly catalog: string | null;
  /** Owners by whom its catalog knows. */
  readonly owners: readonly string[];
}

/** What of a policy in force matters to one that is proposed in its place. */
export function inForce({ policy, catalog }: Pick<OpenedPolicy, 'policy' | 'catalog'>): PolicyInForce {
  return { catalog: policy.catalog ?? null, owners: ownersOf(catalog) };
}

/** What is wrong with a policy that somebody writes, and what it cannot mean. Reading takes time, of a hostile text a lot. */
export function checkProposed(text: string, now: PolicyInForce, today: number): PolicyCheck {
  try {
    const { name, digest, rules, tests, ...policy } = readProposed(text, now).policy;
    const own = policy.entries && ownersOf(new Catalog(policy.entries, WRITTEN));
    const { doubts } = readPolicy(text, WRITTEN, { today, owners: own ?? now.owners });
    return {
      policy: { name, digest, rules: rules.length, tests: tests.length, thresholds: thresholdsOf({ rules }) },
      problems: [],
      doubts: doubts.map(({ line, column, problem }) => ({ line, column, ...parted(problem) })),
    };
  } catch (error) {
    if (!DqsError.is(error) || error.code !== 'policy-invalid') throw error;
    return { policy: null, problems: problemsOf(error), doubts: [] };
  }
}

/**
 * A policy that somebody proposes in place of the one in force. It reaches no files, unless that one does; its catalog is the one in
 * it, else the one by which owners are known now.
 *
 * @throws DqsError `policy-invalid` that lists every problem with its line.
 */
export function proposedPolicy(
  text: string,
  now: Pick<OpenedPolicy, 'policy' | 'catalog'>,
): Pick<OpenedPolicy, 'policy' | 'catalog'> {
  const { policy } = readProposed(text, inForce(now));
  return { policy, catalog: policy.entries ? new Catalog(policy.entries, WRITTEN) : now.catalog };
}

/**
 * Runs the tests that a proposed policy holds.
 *
 * @throws DqsError as {@link proposedPolicy}.
 */
export function testProposed(text: string, now: Pick<OpenedPolicy, 'policy' | 'catalog'>): readonly PolicyTestResult[] {
  const { policy, catalog } = proposedPolicy(text, now);
  return runPolicyTests(policy, catalog);
}

function readProposed(text: string, now: PolicyInForce): ReadPolicy {
  if (text.length > MOST_PROPOSED) {
    throw new DqsError(
      'policy-invalid',
      `expected a policy of at most ${MOST_PROPOSED} characters where it is looked at over the API, got ${text.length}; dqs alerts simulate takes longer ones`,
    );
  }
  const read = readPolicy(text, WRITTEN);
  const { catalog, file } = read.policy;
  // What names the catalog in force is about the same series; any other file stays out of reach.
  if (catalog !== undefined && catalog !== now.catalog) assertClosed({ catalog, file, receivers: new Map() });
  return read;
}

function ownersOf({ entries }: Catalog): readonly string[] {
  return [...new Set(entries.flatMap(({ set }) => (set.owner === undefined ? [] : [set.owner])))];
}

/** `file:line:column: what; what to do`. */
const PLACED = /^[^:\n]{1,200}:(\d{1,9})(?::(\d{1,9}))?: ([^]*)$/;

function problemsOf({ message, details }: DqsError): PolicyProblem[] {
  const told = details?.['problems'];
  const texts = Array.isArray(told) ? (told as unknown[]).map(String) : [message];
  return texts.map((text) => {
    const [, line, column, problem = text] = PLACED.exec(text) ?? [];
    return { line: Number(line ?? 1), column: column === undefined ? null : Number(column), ...parted(problem) };
  });
}

function parted(text: string): Pick<PolicyProblem, 'problem' | 'fix'> {
  const at = text.lastIndexOf('; ');
  return at < 0 ? { problem: text, fix: null } : { problem: text.slice(0, at), fix: text.slice(at + 2) };
}
