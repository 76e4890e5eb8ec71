import { DqsError, EXIT, SYSTEM_CLOCK } from '@dqs/core';
import { inLine } from '@dqs/reports/text';
import { actorOf, audited, pause, resume, withOperation, WORKS, type Pausable } from '@dqs/runtime';
import { required } from '@dqs/runtime/settings';

import type { CommandContext, CommandResult } from '../../run.js';

type Context = CommandContext<'store' | 'databaseUrl' | 'reason' | 'by'>;
type KindContext = CommandContext<'store' | 'databaseUrl' | 'reason' | 'by' | 'jobKind'>;

/** `dqs jobs pause`: no worker begins a job of the kind. */
export const pauseJobs = (context: KindContext) => paused(context, kindOf(context));
/** `dqs jobs resume`. */
export const resumeJobs = (context: KindContext) => resumed(context, kindOf(context));
/** `dqs automation pause`: no worker trains a model or moves an alias. */
export const pauseAutomation = (context: Context) => paused(context, 'automation');
/** `dqs automation resume`. */
export const resumeAutomation = (context: Context) => resumed(context, 'automation');

async function paused(context: Context, what: Pausable): Promise<CommandResult> {
  const { settings, hooks } = context;
  const reason = settings.reason?.trim();
  if (!reason) throw new DqsError('config-invalid', 'expected --reason, which everybody who asks is told, got none');
  const by = actorOf(settings);
  const at = (hooks.clock ?? SYSTEM_CLOCK).now();
  await recorded(context, what, 'pause', () =>
    withOperation(settings, ({ notices }) => pause(notices, what, { by, reason, at })),
  );
  const json = { store: settings.store, paused: nameOf(what), by, reason };
  return { json, text: () => `${nameOf(what)} is paused by ${inLine(by)}: ${inLine(reason)}\n` };
}

async function resumed(context: Context, what: Pausable): Promise<CommandResult> {
  const { settings } = context;
  const wasPaused = await recorded(context, what, 'resume', () =>
    withOperation(settings, ({ notices }) => resume(notices, what)),
  );
  return {
    json: { store: settings.store, resumed: nameOf(what), wasPaused },
    text: () => `${nameOf(what)} ${wasPaused ? 'goes on' : 'was not paused'}\n`,
    exitCode: wasPaused ? EXIT.ok : EXIT.failed,
  };
}

/** Does it between two entries of the audit log. */
function recorded<T>({ settings, hooks }: Context, what: Pausable, verb: string, work: () => Promise<T>): Promise<T> {
  const targets = [{ kind: 'jobs', id: nameOf(what) }];
  const { reason } = settings;
  const act = { actor: { id: actorOf(settings) }, action: `jobs.${verb}`, targets, context: { reason } };
  return audited(settings, hooks, act, work);
}

function nameOf(what: Pausable): string {
  return what === 'automation' ? 'the automation of models' : what.kind;
}

function kindOf({ settings }: KindContext): Pausable {
  const kind = required(settings.jobKind, 'jobKind');
  const kinds = WORKS.map((work) => work.kind);
  if (kinds.includes(kind)) return { kind };
  throw new DqsError('invalid-argument', `expected a kind of job, ${kinds.join(', ')}, got ${JSON.stringify(kind)}`);
}
