import { readFile } from 'node:fs/promises';

import { DqsError, nearestName, type RuleCatalogue, type RuleMetadata } from '@dqs/core';
import * as z from 'zod/mini';

import { unreadable } from '../inputs/faults.js';
import { resolveInputs } from '../inputs/resolve-inputs.js';
import { normalizeRuleCode } from '../rows/text.js';

const CATEGORY = /^C?(\d+)$/i;

// zod/mini loads in a fifth of the time of zod; describeIssue has its own messages.
const category = z.pipe(
  z.union([z.string(), z.int().check(z.nonnegative())]).check(z.refine((value) => CATEGORY.test(String(value).trim()))),
  z.transform((value) => `C${CATEGORY.exec(String(value).trim())![1]!}`),
);

const ruleSchema = z.object({
  rule_name: z.string(),
  rule_type: z.string(),
  dimension: z.string(),
  rule_description: z.string(),
  category,
});

const KNOWN_NAMES = ['rule_code', ...Object.keys(ruleSchema.shape)];

/**
 * Reads rule metadata: a JSON object by rule code, or a list of objects that each have a `rule_code`. Unknown members
 * are ignored.
 *
 * @throws DqsError `input-not-found`; `rules-invalid` with every problem in one message, each with its rule code.
 *
 * @example
 * const rules = await readRules('rules.json');
 * rules.get('101')?.category; // 'C2'
 */
export async function readRules(path: string): Promise<RuleCatalogue> {
  const [file] = await resolveInputs([path]);
  const text = await readFile(file!, 'utf8').catch((cause: unknown) => {
    throw unreadable(path, cause);
  });
  return parseRules(text, path);
}

/**
 * Reads rule metadata from JSON text.
 *
 * @param name name of the text in errors.
 * @throws DqsError `rules-invalid`, as {@link readRules}.
 */
export function parseRules(text: string, name = 'the rule metadata'): RuleCatalogue {
  const rules = new Map<string, RuleMetadata>();
  const problems: string[] = [];
  for (const { code, value } of entriesOf(parseJson(text, name), name, problems)) {
    if (rules.has(code)) problems.push(`rule ${code}: expected each code once, found it twice`);
    const parsed = ruleSchema.safeParse(value);
    if (parsed.success) rules.set(code, toMetadata(parsed.data));
    else problems.push(...parsed.error.issues.map((issue) => `rule ${code}: ${describeIssue(issue, value)}`));
  }
  if (problems.length === 0) return rules;
  const message = `${name} has ${problems.length} problem${problems.length === 1 ? '' : 's'}:\n- ${problems.join('\n- ')}`;
  throw new DqsError('rules-invalid', message, { details: { path: name, problems } });
}

interface RuleEntry {
  readonly code: string;
  readonly value: unknown;
}

function parseJson(text: string, name: string): unknown {
  try {
    return JSON.parse(text.replace(/^\uFEFF/, ''));
  } catch (cause) {
    throw new DqsError('rules-invalid', `expected JSON in ${name}: ${(cause as Error).message}`, {
      cause,
      details: { path: name },
    });
  }
}

function entriesOf(value: unknown, name: string, problems: string[]): RuleEntry[] {
  if (Array.isArray(value)) return value.flatMap((entry: unknown, i) => listEntry(entry, i, problems));
  if (typeof value === 'object' && value !== null) {
    return Object.entries(value).map(([code, entry]) => ({ code: normalizeRuleCode(code), value: entry as unknown }));
  }
  throw new DqsError('rules-invalid', `expected an object by rule code, or a list of rules, in ${name}`, {
    details: { path: name },
  });
}

function listEntry(value: unknown, index: number, problems: string[]): RuleEntry[] {
  const code = (value as { rule_code?: unknown } | null)?.rule_code;
  if (typeof code === 'string' || typeof code === 'number') return [{ code: normalizeRuleCode(String(code)), value }];
  problems.push(`entry ${index + 1}: expected a rule_code, ${describeMissing('rule_code', value)}`);
  return [];
}

function toMetadata(rule: z.infer<typeof ruleSchema>): RuleMetadata {
  return {
    ruleName: rule.rule_name,
    ruleType: rule.rule_type,
    dimension: rule.dimension,
    ruleDescription: rule.rule_description,
    category: rule.category,
  };
}

function describeIssue(issue: z.core.$ZodIssue, value: unknown): string {
  const name = String(issue.path[0] ?? '');
  if (name === '') return `expected an object, got ${JSON.stringify(value)}`;
  const got = (value as Record<string, unknown>)[name];
  if (got === undefined) return `expected ${name}, ${describeMissing(name, value)}`;
  const wanted = name === 'category' ? 'C1, C2, … or a whole number' : 'a text';
  return `expected ${wanted} as ${name}, got ${JSON.stringify(got)}`;
}

function describeMissing(name: string, value: unknown): string {
  const names = typeof value === 'object' && value !== null ? Object.keys(value) : [];
  const near = nearestName(
    name,
    names.filter((other) => !KNOWN_NAMES.includes(other)),
  );
  return near === undefined ? 'found none' : `found "${near}": rename it`;
}
