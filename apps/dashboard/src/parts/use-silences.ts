import type { operations } from '@dqs/client';

import { once } from './once.js';
import { useAct } from './use-act.js';

/** What a silence is about: patterns by field. */
export type SilenceMatch = operations['addSilence']['requestBody']['content']['application/json']['match'];

interface Silences {
  /** One silence for each. */
  readonly matches: readonly SilenceMatch[];
  readonly until: Date;
  /** Why. */
  readonly comment: string;
}

/**
 * Makes silences, with the way back.
 *
 * @param told what is told once they are made.
 */
export function useSilences(told: (made: Silences) => string, onDone: () => void) {
  return useAct({
    send: async (client, { matches, until, comment }: Silences) => {
      const made: string[] = [];
      for (const match of matches) {
        const body = { match, until: until.toISOString(), comment };
        const { data } = await client.POST('/api/v1/silences', { body, headers: once() });
        made.push(data!.id);
      }
      return made;
    },
    told: (_, silences) => told(silences),
    undo: async (client, made) => {
      for (const id of made) {
        await client.DELETE('/api/v1/silences/{id}', { params: { path: { id } }, headers: once() });
      }
    },
    onDone,
  });
}

/** When a silence ends, for who reads there. */
export function untilText(until: Date): string {
  return until.toLocaleString('en-GB', { dateStyle: 'medium', timeStyle: 'short' });
}
