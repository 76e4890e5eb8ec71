import type { Entry, Moved } from '@dqs/registry';

import { counted } from './numbers.js';
import { inLine } from './printable.js';
import type { gatesText } from './gate-lines.js';

/** What happened, as people tell it: one line, and the reasons below it where there are some. */
export function entryText({ number, at, by, body }: Entry): string {
  const time = at.slice(0, 19).replace('T', ' ');
  return `${String(number).padStart(4)}  ${time}  ${inLine(by)}  ${storyOf(body)}\n`;
}

function storyOf(body: Entry['body']): string {
  switch (body.kind) {
    case 'registered':
      return `registered ${body.version} (${body.because})${body.note ? `: ${inLine(body.note)}` : ''}`;
    case 'moved':
      return moveText(body);
    case 'refused':
      return `${body.alias} refused ${body.to}\n${failedText(body.gates)}`;
    case 'alias-deleted':
      return `${body.alias} deleted, which pointed at ${body.from}${because(body)}`;
    case 'tagged':
      return `tagged ${body.version}: ${tagsText(body.tags)}${because(body)}`;
    case 'model-tagged':
      return `tagged the model: ${tagsText(body.tags)}${because(body)}`;
    case 'noted':
      return `noted ${body.version ?? 'the model'}: ${inLine(body.note ?? 'note removed')}${because(body)}`;
    case 'removed':
      return `retired ${body.versions.join(', ') || 'no version'}${uploadsText(body.uploads.length)}${because(body)}`;
    case 'renamed':
      return `renamed ${body.from} to ${body.to}${because(body)}`;
    case 'deleted':
      return `deleted the model with ${counted(body.versions.length, 'version')}${because(body)}`;
  }
}

function because({ reason }: { readonly reason?: string }): string {
  return reason === undefined ? '' : `: ${inLine(reason)}`;
}

function moveText({ alias, from, to, how, reason, gates, override }: Moved): string {
  const before = from === null ? '' : ` from ${from}`;
  const why = because({ reason });
  const failed = how === 'overridden' && gates ? `\n${failedText(gates)}` : '';
  const again = how === 'rolled-back' && override ? ' by override' : '';
  return `${alias} ${MOVES[how]}${again}${before} to ${to}${why}${failed}`;
}

const MOVES = { promoted: 'promoted', overridden: 'promoted by override', 'rolled-back': 'rolled back' } as const;

function failedText(gates: Parameters<typeof gatesText>[0]): string {
  const checks = gates.checks.filter(({ verdict }) => verdict === 'fail');
  return checks.map(({ name, reason }) => `      ${inLine(name)}: ${inLine(reason)}`).join('\n');
}

function uploadsText(count: number): string {
  return count === 0 ? '' : `, removed ${counted(count, 'unfinished upload')}`;
}

/** Tags as they are typed. */
export function tagsText(tags: Readonly<Record<string, string | null>>): string {
  return Object.entries(tags)
    .map(([name, value]) => inLine(`${name}=${value ?? ''}`))
    .join(' ');
}
