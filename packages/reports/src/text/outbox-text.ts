import type { OutboxEntry, OutboxStatus } from '@dqs/alerting';
import { durationText } from '@dqs/core/wording';

import { inLine } from './printable.js';
import { textTable, type TableColumn } from './table.js';

/** Messages of an outbox that are not sent. */
export interface OutboxList extends OutboxStatus {
  readonly policy: string;
  readonly messages: readonly OutboxEntry[];
}

/** Messages that wait or cannot be sent, for the terminal. */
export function outboxText({ policy, messages, off }: OutboxList, now: number): string {
  const switchedOff = off.map(
    ({ receiver, why }) =>
      `${inLine(receiver)} is switched off: ${inLine(why)}; dqs alerts outbox switch-on ${inLine(receiver)}\n`,
  );
  if (messages.length === 0) return `${inLine(policy)}: nothing waits to be sent\n${switchedOff.join('')}`;
  const columns: readonly TableColumn[] = ['message', 'receiver', 'about', 'state', 'for', 'attempts', 'why'].map(
    (title) => ({ title }),
  );
  const rows = messages.map(({ message, state, attempts, why }) => [
    inLine(message.id),
    inLine(message.receiver),
    inLine(message.subject),
    state === 'dead' ? 'cannot be sent' : 'waits',
    durationText(Math.max(0, now - message.createdAt)),
    String(attempts),
    inLine(why ?? '–'),
  ]);
  return `${textTable(columns, rows)}${switchedOff.join('')}`;
}
