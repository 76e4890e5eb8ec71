import { EXIT, today } from '@dqs/core';
import { inLine, whole } from '@dqs/reports/text';
import { openPolicy } from '@dqs/runtime/alerting';

import type { CommandContext, CommandResult } from '../../run.js';

/** `dqs alerts check`: whether a policy can decide, and what it says that cannot be meant. */
export async function checkPolicy({ settings, hooks }: CommandContext<'policy' | 'catalog'>): Promise<CommandResult> {
  const { policy, doubts: doubtsOn } = await openPolicy(settings);
  const doubts = doubtsOn(today(hooks.clock));
  const json = {
    policy: policy.name,
    digest: policy.digest,
    rules: policy.rules.length,
    routes: policy.routes.length,
    receivers: policy.receivers.size,
    tests: policy.tests.length,
    doubts,
  };
  return {
    json,
    text: () => checkedText(json, policy.file),
    exitCode: doubts.length === 0 ? EXIT.ok : EXIT.gateFailed,
  };
}

interface Checked {
  readonly policy: string;
  readonly digest: string;
  readonly rules: number;
  readonly receivers: number;
  readonly doubts: readonly { readonly line: number; readonly column: number; readonly problem: string }[];
}

function checkedText({ policy, digest, rules, receivers, doubts }: Checked, file: string): string {
  const head = `${inLine(policy)}: ${whole(rules)} rules, ${whole(receivers)} receivers, digest ${digest.slice(0, 16)}\n`;
  if (doubts.length === 0) return `${head}Nothing in it is doubtful\n`;
  const lines = doubts.map(({ line, column, problem }) => `  ${inLine(`${file}:${line}:${column}: ${problem}`)}\n`);
  return `${head}It can decide, but cannot mean:\n${lines.join('')}`;
}
