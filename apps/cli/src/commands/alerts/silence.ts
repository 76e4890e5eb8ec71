import {
  SILENCE_FIELDS,
  silenceOf as madeSilence,
  type KeptSilence,
  type SilenceField,
  type SilenceMatch,
  type SilenceRequest,
} from '@dqs/alerting';
import { DqsError, listedNames, SYSTEM_CLOCK } from '@dqs/core';
import { silencesText } from '@dqs/reports/text';
import { actorOf, changeAlerting, changeAlertingIfThere, readOperation } from '@dqs/runtime';
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
  const request = requestOf(context, now);
  const { policy } = await openPolicy(settings);
  const silences = await silencesAfter(context, policy.name, request);
  return { json: { silences }, text: () => silencesText(silences, now, policy.timezone) };
}

/** What is wanted, of which nothing depends on the store. */
type Request =
  | { readonly action: 'list' }
  | { readonly action: 'add'; readonly silence: SilenceRequest }
  | { readonly action: 'end'; readonly id: string; readonly end: { readonly at: number; readonly by: string } };

function requestOf({ settings }: Context, now: number): Request {
  const action = orDefault(settings.silenceAction, 'silenceAction');
  switch (action) {
    case 'list':
      return { action };
    case 'add':
      return { action, silence: silenceOf(settings, now) };
    case 'end':
      return { action, id: required(settings.silenceId, 'silenceId'), end: { at: now, by: actorOf(settings) } };
  }
}

function silenceOf(settings: Context['settings'], now: number): SilenceRequest {
  const { silenceFrom: from = now, silenceUntil, silenceMatch, comment } = settings;
  const match = matchOf(required(silenceMatch, 'silenceMatch'));
  const until = required(silenceUntil, 'silenceUntil') + 1;
  return { match, from, until, at: now, by: actorOf(settings), comment: required(comment, 'comment') };
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

/** Does what is wanted; only what is said needs a database that is not there yet. */
async function silencesAfter(
  { settings, hooks }: Context,
  name: string,
  request: Request,
): Promise<readonly KeptSilence[]> {
  switch (request.action) {
    case 'list':
      return (await readOperation(settings, ({ alerting }) => alerting.silences(name))) ?? [];
    case 'add': {
      const { silence } = request;
      const { by, match, from, until, comment } = silence;
      const targets = [{ kind: 'silence', id: madeSilence(silence).id }];
      const after = { match: { ...match }, from, until, comment };
      const act = { actor: { id: by }, action: 'silence.add', targets, after };
      return [await changeAlerting(settings, hooks, act, (alerting) => alerting.addSilence(name, silence))];
    }
    case 'end': {
      const { id, end } = request;
      const act = { actor: { id: end.by }, action: 'silence.end', targets: [{ kind: 'silence', id }] };
      const ended = await changeAlertingIfThere(settings, hooks, act, (alerting) => alerting.endSilence(name, id, end));
      if (ended !== undefined) return [ended];
      throw new DqsError(
        'invalid-argument',
        `expected the id of a silence, got ${JSON.stringify(id)}; dqs alerts silence lists them`,
      );
    }
  }
}
