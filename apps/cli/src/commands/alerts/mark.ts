import { markOf, type KeptMark } from '@dqs/alerting';
import { DqsError, MS_PER_DAY, SYSTEM_CLOCK } from '@dqs/core';
import { marksText } from '@dqs/reports/text';
import { actorOf, changeAlerting, changeAlertingIfThere, readOperation } from '@dqs/runtime';
import { openPolicy } from '@dqs/runtime/alerting';
import { orDefault, required } from '@dqs/runtime/settings';

import type { CommandContext, CommandResult } from '../../run.js';

type Context = CommandContext<
  | ('policy' | 'catalog' | 'store' | 'databaseUrl' | 'by' | 'comment')
  | ('markAction' | 'markTarget' | 'markDay' | 'markBelow')
>;

/** `dqs alerts mark`: lists what people said of series, notes something, or takes it back. */
export async function markSeries({ settings, hooks }: Context): Promise<CommandResult> {
  const at = (hooks.clock ?? SYSTEM_CLOCK).now();
  const kind = orDefault(settings.markAction, 'markAction');
  const target = kind === 'list' ? '' : required(settings.markTarget, 'markTarget');
  const by = actorOf(settings);
  const { name } = (await openPolicy(settings)).policy;
  // Only what is said needs a database that is not there yet.
  if (kind === 'list') return shown((await readOperation(settings, ({ alerting }) => alerting.marks(name))) ?? []);
  if (kind === 'withdraw') {
    const act = { actor: { id: by }, action: 'mark.withdraw', targets: [{ kind: 'mark', id: target }] };
    const mark = await changeAlertingIfThere(settings, hooks, act, (alerting) =>
      alerting.withdrawMark(name, target, { at, by }),
    );
    if (mark !== undefined) return shown([mark]);
    throw new DqsError(
      'mark-unknown',
      `expected the id of a mark, got ${JSON.stringify(target)}; dqs alerts mark lists them`,
    );
  }
  const { markDay: day = Math.floor(at / MS_PER_DAY) - 1, markBelow: below, comment } = settings;
  const said = { ...(below !== undefined && { below }), ...(comment !== undefined && { comment }) };
  const request = { series: target, kind, day, by, at, ...said };
  const targets = [
    { kind: 'mark', id: markOf(request).id },
    { kind: 'series', id: target },
  ];
  const act = { actor: { id: by }, action: 'mark.add', targets, after: { series: target, kind, day, ...said } };
  return shown([await changeAlerting(settings, hooks, act, (alerting) => alerting.addMark(name, request))]);
}

function shown(marks: readonly KeptMark[]): CommandResult {
  return { json: { marks }, text: () => marksText(marks) };
}
