import type { Entry } from '@dqs/registry';

import type { gatesText } from './gate-lines.js';

/** What happened, as people tell it: one line, and the reasons below it where there are some. */
export function entryText({ number, at, by, body }: Entry): string {
  const time = at.slice(0, 19).replace('T', ' ');
  return `${String(number).padStart(4)}  ${time}  ${by}  ${storyOf(body)}\n`;
}

function storyOf(body: Entry['body']): string {
  switch (body.kind) {
    case 'registered':
      return `registered ${body.version} (${body.because})${body.note ? `: ${body.note}` : ''}`;
    case 'moved': {
      const from = body.from === null ? '' : ` from ${body.from}`;
      const reason = body.reason ? `: ${body.reason}` : '';
      const gates = body.how === 'overridden' && body.gates ? `\n${failedText(body.gates)}` : '';
      return `${body.alias} ${MOVES[body.how]}${from} to ${body.to}${reason}${gates}`;
    }
    case 'refused':
      return `${body.alias} refused ${body.to}\n${failedText(body.gates)}`;
    case 'tagged':
      return `tagged ${body.version}: ${tagsText(body.tags)}`;
    case 'removed':
      return `retired ${body.versions.join(', ') || 'no version'}${uploadsText(body.uploads.length)}`;
  }
}

const MOVES = { promoted: 'promoted', overridden: 'promoted by override', 'rolled-back': 'rolled back' } as const;

function failedText(gates: Parameters<typeof gatesText>[0]): string {
  const checks = gates.checks.filter(({ verdict }) => verdict === 'fail');
  return checks.map(({ name, reason }) => `      ${name}: ${reason}`).join('\n');
}

function uploadsText(count: number): string {
  return count === 0 ? '' : `, removed ${count} unfinished upload${count === 1 ? '' : 's'}`;
}

/** Tags as they are typed. */
export function tagsText(tags: Readonly<Record<string, string | null>>): string {
  return Object.entries(tags)
    .map(([name, value]) => `${name}=${value ?? ''}`)
    .join(' ');
}
