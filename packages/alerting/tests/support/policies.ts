import { readFileSync } from 'node:fs';
import { join } from 'node:path';

import { readPolicy } from '../../src/policy/read-policy.js';
import type { Policy } from '../../src/policy/policy.js';

/** The policy that shows every key. */
export const EXAMPLE = readFileSync(join(__dirname, '../fixtures/policy.yaml'), 'utf8');

/** The least that a policy needs beside the lines of a test. */
export const policyText = (lines: string): string =>
  [
    'apiVersion: dqs/v1',
    'kind: AlertPolicy',
    lines.includes('\nrules:') || lines.startsWith('rules:') ? '' : RULES,
    lines.includes('receivers:') ? '' : RECEIVERS,
    lines.includes('routes:') ? '' : 'routes: [{ to: [chat] }]',
    lines,
  ].join('\n');

const RULES = "rules: [{ id: low, when: 'pass_percentage < target' }]";
const RECEIVERS = 'receivers: { chat: { slack: { channel: C1, token: { env: T } } } }';

/** A policy of a few lines. */
export const policyOf = (lines: string): Policy => readPolicy(policyText(lines), 'p.yaml').policy;

/** What reading a text throws, or its doubts. */
export function problemsOf(text: string, surroundings: Parameters<typeof readPolicy>[2] = {}): string {
  try {
    const { doubts } = readPolicy(text, 'p.yaml', surroundings);
    return doubts.map(({ line, column, problem }) => `doubt ${line}:${column}: ${problem}`).join('\n') || 'none';
  } catch (error) {
    expect(error).toMatchObject({ code: 'policy-invalid' });
    return (error as Error).message;
  }
}
