import { runPolicyTests, type PolicyTestResult } from '@dqs/alerting';
import { EXIT } from '@dqs/core';
import { inLine, whole } from '@dqs/reports/text';
import { openPolicy } from '@dqs/runtime/alerting';

import type { CommandContext, CommandResult } from '../../run.js';

/** `dqs alerts test`: runs the tests that a policy holds, through the function that decides live. */
export async function testPolicy({ settings }: CommandContext<'policy' | 'catalog'>): Promise<CommandResult> {
  const { policy, catalog } = await openPolicy(settings);
  const tests = runPolicyTests(policy, catalog);
  const failed = tests.filter(({ passed }) => !passed).length;
  return {
    json: { policy: policy.name, digest: policy.digest, failed, tests },
    text: () => testedText(tests, failed, policy.file),
    exitCode: failed === 0 ? EXIT.ok : EXIT.gateFailed,
  };
}

function testedText(tests: readonly PolicyTestResult[], failed: number, file: string): string {
  const lines = tests.map(({ name, line, passed, failures }) => {
    const problems = failures.map((one) => `    ${inLine(`${file}:${one.line}: ${one.problem}`)}\n`).join('');
    return `${passed ? 'passed' : 'FAILED'}  ${inLine(`${file}:${line}: ${name}`)}\n${problems}`;
  });
  const sum =
    tests.length === 0
      ? 'The policy holds no tests'
      : `${whole(tests.length - failed)} of ${whole(tests.length)} tests passed`;
  return `${lines.join('')}${sum}\n`;
}
