import { SILENCE_FIELDS, type KeptSilence, type SilenceField, type SilenceMatch } from '@dqs/alerting';
import { DqsError, listedNames, SYSTEM_CLOCK } from '@dqs/core';
import { silencesText } from '@dqs/reports/text';
import { actorOf, withOperation, type OpenedOperation } from '@dqs/runtime';
import { openPolicy } from '@dqs/runtime/alerting';
import { orDefault, required } from '@dqs/runtime/settings';

import type { CommandContext, CommandResult } from '../../run.js';

type Context = CommandContext<
  | ('policy' | 'catalog' | 'store' | 'databaseUrl' | 'silenceAction' | 'silenceId' | 'silenceMatch')
  | ('silenceFrom' | 'silenceUntil' | 'comment' | 'by')
>;

/** `dqs alerts silence`: lists silences, makes one, or ends one before its time. */
export async function silenceAlerts(context: Context): Promise<CommandResult> {
  const { settings, hooks } = context;
  const now = (hooks.clock ?? SYSTEM_CLOCK).now();
  const action = orDefault(settings.silenceAction, 'silenceAction');
  const request = action === 'add' ? requestOf(context, now) : undefined;
  const id = action === 'end' ? required(settings.silenceId, 'silenceId') : undefined;
  const { policy } = await openPolicy(settings);
  return withOperation(settings, async ({ alerting }) => {
    const { name, timezone } = policy;
    if (request !== undefined) return shown([await alerting.addSilence(name, request)], now, timezone);
    if (id !== undefined)
      return shown([await ended(alerting, name, id, { at: now, by: actorOf(given(settings)) })], now, timezone);
    return shown(await alerting.silences(name), now, timezone);
  });
}

function given({ by }: Context['settings']) {
  return by === undefined ? {} : { by };
}

function requestOf({ settings }: Context, now: number) {
  const { silenceFrom: from = now, silenceUntil, silenceMatch, comment } = settings;
  const match = matchOf(required(silenceMatch, 'silenceMatch'));
  const until = required(silenceUntil, 'silenceUntil') + 1;
  return { match, from, until, at: now, by: actorOf(given(settings)), comment: required(comment, 'comment') };
}

/** `dataset=orders*` and the like; patterns of one field stand side by side. */
function matchOf(texts: readonly string[]): SilenceMatch {
  const match = new Map<SilenceField, string[]>();
  for (const text of texts) {
    const [, name, pattern] = /^([a-z]+)=(.+)$/s.exec(text) ?? [];
    const field = SILENCE_FIELDS.find((one) => one === name);
    if (field === undefined || pattern === undefined) {
      const message = `expected --match with a field of ${listedNames(SILENCE_FIELDS)} and a pattern, such as dataset=orders*, got ${JSON.stringify(text)}`;
      throw new DqsError('config-invalid', message);
    }
    match.set(field, [...(match.get(field) ?? []), pattern]);
  }
  return Object.fromEntries(match);
}

async function ended(
  alerting: OpenedOperation['alerting'],
  name: string,
  id: string,
  end: { readonly at: number; readonly by: string },
): Promise<KeptSilence> {
  const found = await alerting.endSilence(name, id, end);
  if (found !== undefined) return found;
  throw new DqsError(
    'invalid-argument',
    `expected the id of a silence, got ${JSON.stringify(id)}; dqs alerts silence lists them`,
  );
}

function shown(silences: readonly KeptSilence[], now: number, timeZone: string): CommandResult {
  return { json: { silences }, text: () => silencesText(silences, now, timeZone) };
}
