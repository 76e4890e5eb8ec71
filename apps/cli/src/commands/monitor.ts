import { EXIT, SYSTEM_CLOCK } from '@dqs/core';
import { writeFileAtomic } from '@dqs/core/io';
import { monitorLedger, type LedgerMonitoring } from '@dqs/pipelines';
import { monitoringText } from '@dqs/reports/text';
import { databasePlace, openLedger, withDriftOfModel } from '@dqs/runtime';

import type { CommandContext, CommandResult } from '../run.js';

type Context = CommandContext<'store' | 'databaseUrl' | 'driftModel' | 'registry' | 'knownAt' | 'html' | 'monitorGate'>;

/** `dqs monitor`: what the graded forecasts of a ledger tell. */
export async function monitorStore({ settings, hooks }: Context): Promise<CommandResult> {
  databasePlace(settings);
  const { store = 'the database', html, monitorGate } = settings;
  const knownAt = settings.knownAt ?? (hooks.clock ?? SYSTEM_CLOCK).now();
  const ledger = await openLedger(settings);
  try {
    const report = await withDriftOfModel(settings, knownAt, (sources) =>
      monitorLedger(ledger, { knownAt, ...sources }, hooks),
    );
    if (html !== undefined) await writePage(html, report, store);
    return {
      json: { store: settings.store, html, ...report },
      text: () => monitoringText(report, { store, html }),
      exitCode: monitorGate && hasFound(report) ? EXIT.gateFailed : EXIT.ok,
    };
  } finally {
    await ledger.close();
  }
}

function hasFound({ degraded, drift, pools }: LedgerMonitoring): boolean {
  const hasRisen = pools.some(({ windowVerdicts }) => windowVerdicts.some(({ verdict }) => verdict === 'fail'));
  return degraded.length > 0 || hasRisen || drift.some(({ verdict }) => verdict === 'fail');
}

async function writePage(path: string, report: LedgerMonitoring, store: string): Promise<void> {
  const { monitoringPage } = await import('@dqs/reports');
  await writeFileAtomic(path, monitoringPage(report, { store, createdAt: new Date() }));
}
