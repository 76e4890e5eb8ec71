import { Catalog } from '@dqs/core/catalog';
import { localTime } from '@dqs/core/wording';

import { graver, type Severity } from '../alerts/alert.js';
import type { Decision } from '../decide/decide.js';
import type { Policy } from '../policy/policy.js';
import type { TestDocument } from '../policy/test-shape.js';
import { replay } from './replay.js';
import { factsOfTest } from './test-facts.js';

/** How a test of a policy went. */
export interface PolicyTestResult {
  readonly name: string;
  /** Line of the test in the policy. */
  readonly line: number;
  readonly passed: boolean;
  /** What was expected and what came, by day. */
  readonly failures: readonly { readonly line: number; readonly problem: string }[];
}

/** What happened on a day of a test. */
interface TestDay {
  readonly incidents: readonly string[];
  readonly sent: readonly string[];
  readonly severity: Severity | 'none';
}

/**
 * Runs the tests that a policy holds, through the function that decides live. A test without `start` is about days and not
 * about hours: receivers are active, windows and silences do not hold.
 *
 * @param catalog owners, targets and importance; otherwise what stands in the policy's file.
 */
export function runPolicyTests(policy: Policy, catalog?: Catalog): readonly PolicyTestResult[] {
  const known = catalog ?? new Catalog(policy.entries ?? [], policy.file);
  return policy.tests.map((test) => {
    const days = daysOf(test, test.start === undefined ? timeless(policy) : policy, known);
    const failures = test.expect.flatMap((one) =>
      problemsOf(one, days[one.day]!).map((problem) => ({
        line: one.place.line,
        problem: `day ${one.day}: ${problem}`,
      })),
    );
    return { name: test.name, line: test.place.line, passed: failures.length === 0, failures };
  });
}

function timeless(policy: Policy): Policy {
  const receivers = [...policy.receivers].map(([name, one]) => [name, { ...one, active: undefined }] as const);
  return { ...policy, receivers: new Map(receivers), quiets: [] };
}

function daysOf(test: TestDocument, policy: Policy, catalog: Catalog): readonly TestDay[] {
  const facts = factsOfTest(test, policy, catalog);
  const first = facts[0]!.day;
  const decisions: Decision[][] = facts.map(() => []);
  for (const { facts: of, decision } of replay(policy, facts)) {
    // What waits for a silence or for hours to end belongs to the day on which it comes.
    decisions[localTime(of.at, policy.timezone).day - first]?.push(decision);
  }
  return decisions.map(dayOf);
}

const SHOWN_EVENTS: readonly string[] = ['opened', 'reopened', 'resolved'];

function dayOf(decisions: readonly Decision[]): TestDay {
  const happened = decisions.flatMap(({ incidents, state }) =>
    incidents.flatMap(({ events }) => events.filter(({ at }) => at === state.at).map(({ kind }) => kind)),
  );
  const sends = decisions.flatMap((one) =>
    one.sends.filter(({ kind }) => kind !== 'digest').map(({ receiver }) => receiver),
  );
  const collected = decisions.flatMap(({ held }) => held.flatMap(({ digest }) => (digest === null ? [] : [digest])));
  const open = (decisions.at(-1)?.state.incidents ?? []).filter(({ state }) => state !== 'resolved');
  return {
    incidents: [...new Set(happened.filter((kind) => SHOWN_EVENTS.includes(kind)))],
    sent: [...new Set([...sends, ...collected])].sort(),
    severity:
      open.length === 0 ? 'none' : open.reduce<Severity>((gravest, one) => graver(gravest, one.severity), 'info'),
  };
}

function problemsOf({ incident, severity, sent }: TestDocument['expect'][number], day: TestDay): string[] {
  const problems: string[] = [];
  const got = day.incidents.length === 0 ? 'none' : day.incidents.join(' and ');
  const isThere =
    incident === 'none' ? day.incidents.length === 0 : incident === undefined || day.incidents.includes(incident);
  if (!isThere) problems.push(`expected incident: ${incident}, got ${got}`);
  if (severity !== undefined && severity !== day.severity)
    problems.push(`expected severity: ${severity}, got ${day.severity}`);
  const wanted = sent && [...new Set(sent)].sort();
  if (wanted && wanted.join() !== day.sent.join()) {
    problems.push(`expected sent: [${wanted.join(', ')}], got [${day.sent.join(', ')}]`);
  }
  return problems;
}
