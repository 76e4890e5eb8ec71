import { readFileSync } from 'node:fs';
import { join } from 'node:path';

import type { JsonSchema } from '@dqs/core/yaml';

import * as retraining from '../../src/retrain/index.js';
import { readRetrainingPolicy, retrainingPolicyJsonSchema } from '../../src/retrain/index.js';
import { DAY, GATES, HOUR, policyOf } from '../support/retraining.js';

const DOCUMENT = readFileSync(join(__dirname, '../../../../docs/retraining.md'), 'utf8');

/** The problems of a policy. */
function problemsOf(text: string): readonly string[] {
  try {
    readRetrainingPolicy(text, 'p.yaml');
  } catch (error) {
    const { code, details } = error as { readonly code: string; readonly details: { readonly problems: string[] } };
    expect(code).toBe('policy-invalid');
    return details.problems;
  }
  return [];
}

describe('readRetrainingPolicy', () => {
  it('reads the policy of docs/retraining.md', () => {
    const policy = readRetrainingPolicy(/```yaml\n([\s\S]*?)```/.exec(DOCUMENT)![1]!, 'orders.yaml');
    expect(policy).toMatchObject({
      model: 'orders',
      triggers: { when: 'any', everyMs: 28 * DAY, newSeries: 0.1 },
      limits: { leaseMs: 2 * HOUR, coolDownMs: 7 * DAY, backOff: { after: 3, pauseMs: 28 * DAY } },
      gates: {
        better: { level: 0.05, evidence: 'e-value' },
        segments: { guard: ['ATTRIBUTE', 'rule: 104'], margin: 0.1 },
      },
      approval: { veto: 24 * HOUR },
      watch: { days: 14 },
    });
    expect(policy.freeze.map(({ comment }) => comment)).toEqual(['year-end closing', 'nobody is there']);
  });

  it('is what the example of docs/retraining.md reads, with names that are exported', () => {
    const names = /import \{([^}]*)\} from '@dqs\/pipelines\/retrain'/.exec(DOCUMENT)![1]!.split(',');
    expect(Object.keys(retraining)).toEqual(expect.arrayContaining(names.map((name) => name.trim())));
  });

  it('sets no gates by itself, wants a person, and watches for two weeks', () => {
    expect(policyOf()).toMatchObject({ gates: undefined, approval: 'person', shadowDays: 0, watch: { days: 14 } });
  });

  it('takes what it leaves out for what its JSON schema says, and has the same digest if that is written out', () => {
    const bare = policyOf(`triggers: {}\n${GATES}`);
    expect(bare).toMatchObject({
      data: { minimumDays: 60, days: undefined, exclude: ['incidents', 'intervened'] },
      limits: {
        leaseMs: 2 * HOUR,
        coolDownMs: 7 * DAY,
        perWeek: 1,
        backOff: { after: 3, pauseMs: 28 * DAY },
        threads: 0,
      },
      watch: { days: 14, minimumSamples: 500, tolerance: 1.25, toleranceOverPrevious: 1.1 },
    });
    const written = 'data: { minimum_days: 60 }\nlimits: { back_off: { after: 3 } }\nwatch: {}';
    expect(policyOf(`triggers: {}\n${GATES}\n${written}`)).toEqual(bare);
  });

  it('has the same digest whatever the order of lines and the comments, and another for another limit', () => {
    const [one, same, other] = [
      policyOf(`triggers: { degraded: { pools: 2 }, contract: true }\n${GATES}`),
      policyOf(`# why\n${GATES}\ntriggers: { contract: true, degraded: { pools: 2 } }`),
      policyOf(`triggers: { degraded: { pools: 3 }, contract: true }\n${GATES}`),
    ].map(({ digest }) => digest);
    expect(same).toBe(one);
    expect(other).not.toBe(one);
  });

  it('lists every problem with line and column, and the nearest name', () => {
    const text = [
      'apiVersion: dqs/v1',
      'kind: RetrainingPolicy',
      'model: orders',
      'triggers: { shedule: { every: 28d } }',
      'limits: { cool_down: soon, per_week: 0 }',
      'freeze:',
      '  - comment: for ever',
      'approval: nobody',
    ].join('\n');
    expect(problemsOf(text)).toEqual([
      expect.stringMatching(/^p\.yaml:4:13: expected when, schedule, .* got "shedule".*schedule/),
      expect.stringMatching(/^p\.yaml:5:22: expected a length of time, such as 10m, 24h or 3d, got "soon"/),
      expect.stringMatching(/^p\.yaml:5:38: expected trainings in seven days, a whole number from 1 to 100, got "0"/),
      expect.stringMatching(/^p\.yaml:7:5: expected days, dates or from and to in a freeze/),
      expect.stringMatching(/^p\.yaml:8:11: expected auto, person, or veto/),
    ]);
  });

  it('refuses a file that is none, and one without what it needs', () => {
    expect(problemsOf('')).toEqual([expect.stringContaining('expected a retraining policy')]);
    expect(problemsOf('apiVersion: dqs/v1\nkind: AlertPolicy\nmodel: a\ntriggers: {}')).toEqual([
      expect.stringContaining('expected kind: RetrainingPolicy'),
    ]);
    expect(problemsOf('apiVersion: dqs/v1\nkind: RetrainingPolicy\nmodel: a\ntriggers: {}\ngates: {}')).toEqual([
      expect.stringContaining('expected better in gates, got none'),
      expect.stringContaining('expected naive_skill in gates, got none'),
    ]);
  });
});

describe('retrainingPolicyJsonSchema', () => {
  it('is closed everywhere, and every key of it stands in docs/retraining.md', () => {
    const [open, missing]: [string[], string[]] = [[], []];
    const walk = (node: JsonSchema, path: string) => {
      if (node.type === 'object' && node.additionalProperties !== false) open.push(path);
      for (const [name, one] of Object.entries(node.properties ?? {})) {
        if (!new RegExp(`(?:^|[\`{ ])${name}(?:\`|:|,)`, 'm').test(DOCUMENT)) missing.push(name);
        walk(one, `${path}.${name}`);
      }
      for (const one of [node.items, ...(node.anyOf ?? [])]) if (one) walk(one, path);
    };
    walk(retrainingPolicyJsonSchema(), '');
    expect([open, missing]).toEqual([[], []]);
  });
});
