import { EXIT, SYSTEM_CLOCK } from '@dqs/core';
import { writeFileAtomic } from '@dqs/core/io';
import { isDelivered, lateSources, type LateSource } from '@dqs/ingestion';
import { checkDay, closePredictor, hasSeenAnswer, type CheckReport } from '@dqs/pipelines';
import { checkedDayText } from '@dqs/reports/text';
import { openModel, targetsOf } from '@dqs/runtime';
import { freshHistory, openDeliveries } from '@dqs/runtime/history';
import { orDefault, required, type INPUT } from '@dqs/runtime/settings';

import type { CommandContext, CommandResult } from '../run.js';

type Context = CommandContext<
  | (typeof INPUT)[number]
  | 'model'
  | 'registry'
  | 'checkedDay'
  | 'falseAlarmDays'
  | 'checkedTop'
  | 'target'
  | 'targets'
  | 'catalog'
  | 'html'
  | 'threads'
>;

/** `dqs check`: results of a day against their forecast. */
export async function check({ settings, hooks }: Context): Promise<CommandResult> {
  const reference = required(settings.model, 'model');
  const day = orDefault(settings.checkedDay, 'checkedDay');
  const { bundle, name, version } = await openModel(reference, settings);
  try {
    const given = await freshHistory(settings, hooks, bundle.history());
    const targets = await targetsOf(settings, () => given);
    const { falseAlarmDays: limit, threads, html, checkedTop } = settings;
    const report = checkDay(bundle, given.panel, { day, limit, targets, modelVersion: version, threads }, hooks);
    if (hasSeenAnswer(report)) {
      hooks.logger.warn({ date: report.date }, 'the model was trained on this day and knew its results');
    }
    const sources = await sourcesOf(settings, day);
    if (html !== undefined) await writePage(html, report, sources, name);
    const top = orDefault(checkedTop, 'checkedTop');
    return {
      json: { model: name, html, sources, ...report },
      text: () => checkedDayText(report, sources, { top, html }),
      exitCode: report.passed ? EXIT.ok : EXIT.gateFailed,
    };
  } finally {
    closePredictor(bundle.predictor);
  }
}

/** What is late can be told where arrivals are known: in a store. */
async function sourcesOf(settings: Context['settings'], day: number): Promise<readonly LateSource[]> {
  if (settings.store === undefined) return [];
  const entries = (await (await openDeliveries(settings)).entries(settings)).filter(isDelivered);
  return lateSources(entries, day, settings.knownAt ?? SYSTEM_CLOCK.now());
}

async function writePage(
  path: string,
  report: CheckReport,
  sources: readonly LateSource[],
  name: string,
): Promise<void> {
  const { checkPage } = await import('@dqs/reports');
  await writeFileAtomic(path, checkPage(report, { name, sources, createdAt: new Date() }));
}
