import { sendWebhooks } from '../webhooks/send-webhooks.js';
import type { Work } from './work.js';

/** What is told waits no longer than this and a tick. */
const TICK_MS = 10_000;

/** Tells webhooks of events. */
export const WEBHOOK_WORK: Work = {
  kind: 'webhooks',
  about: 'tell webhooks of what has happened',
  nextAt: () => null,
  async due({ webhooks }, now) {
    if (!(await webhooks.isDue(now))) return [];
    return [{ kind: 'webhooks', key: new Date(Math.floor(now / TICK_MS) * TICK_MS).toISOString().slice(0, 19) }];
  },
  run: async ({ settings, webhooks }, _job, hooks) => ({ ...(await sendWebhooks(settings, webhooks, hooks)) }),
};
