import { EXIT } from '@dqs/core';
import type { Command } from '@commander-js/extra-typings';

import type { CommandResult } from '../run.js';
import { defineCommand } from './define.js';

/** `dqs doctor`: does everything work on this machine? */
export function defineDoctor(program: Command): void {
  defineCommand(program, {
    name: 'doctor',
    summary: 'check that everything works on this machine',
    description: 'Trains a tiny model and reads a tiny file, so everything reported has actually been tried.',
    examples: ['dqs doctor', 'dqs doctor --json'],
    work: doctor,
  });
}

async function doctor(): Promise<CommandResult> {
  const { runChecks } = await import('../doctor/checks.js');
  const checks = await runChecks();
  const isHealthy = checks.every(({ ok }) => ok);
  return {
    json: { ok: isHealthy, checks },
    exitCode: isHealthy ? EXIT.ok : EXIT.failed,
    text: async () => {
      const { colored } = await import('@dqs/reports/text');
      const lines = checks.map(({ name, ok, found, advice }) => {
        const mark = ok ? colored('green', 'ok  ') : colored('red', 'fail');
        return `${mark} ${name.padEnd(10)} ${found}${advice === undefined ? '' : `\n                ${advice}`}\n`;
      });
      return `${lines.join('')}\n${isHealthy ? 'Everything works.' : 'Something is missing; see above.'}\n`;
    },
  };
}
