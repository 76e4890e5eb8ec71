import { EXIT } from '@dqs/core';
import { colored } from '@dqs/reports/text';

import { runChecks } from '../doctor/checks.js';
import type { CommandResult } from '../run.js';

/** `dqs doctor`: checks that everything works on this machine. */
export async function doctor(): Promise<CommandResult> {
  const checks = await runChecks();
  const isHealthy = checks.every(({ ok }) => ok);
  return {
    json: { ok: isHealthy, checks },
    exitCode: isHealthy ? EXIT.ok : EXIT.failed,
    text: () => {
      const width = Math.max(...checks.map(({ name }) => name.length));
      const lines = checks.map(({ name, ok, found, advice }) => {
        const mark = ok ? colored('green', 'ok  ') : colored('red', 'fail');
        return `${mark} ${name.padEnd(width)} ${found}${advice === undefined ? '' : `\n${' '.repeat(width + 6)}${advice}`}\n`;
      });
      return `${lines.join('')}\n${isHealthy ? 'Everything works.' : 'Something is missing; see above.'}\n`;
    },
  };
}
