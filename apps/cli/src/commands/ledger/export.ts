import { open } from 'node:fs/promises';

import { writeAtomically } from '@dqs/core/io';
import { gradedRows, type GradedRow } from '@dqs/ledger';
import { whole } from '@dqs/reports/text';
import { ledgerQuery, readLedger } from '@dqs/runtime';

import { writeStdout } from '../../output/stdout.js';
import type { CommandContext, CommandResult } from '../../run.js';
import { emptyLedger } from './no-ledger.js';
import { rowTexts } from './row-texts.js';

type Context = CommandContext<
  | ('store' | 'databaseUrl' | 'knownAt' | 'ledgerFrom' | 'ledgerTo' | 'ledgerTenant' | 'ledgerDataset' | 'ledgerRule')
  | ('arms' | 'exportFormat' | 'out')
>;

/** `dqs ledger export`: all forecasts with their grades, as a file. */
export async function exportLedger({ settings, hooks }: Context): Promise<CommandResult> {
  const { out, exportFormat: format = out?.endsWith('.jsonl') ? 'jsonl' : 'csv' } = settings;
  const result = await readLedger(settings, async (ledger): Promise<CommandResult | undefined> => {
    const query = await ledgerQuery(ledger, settings);
    if (query === undefined) return undefined;
    const counted = { forecasts: 0 };
    const texts = rowTexts(counting(gradedRows(ledger, query, hooks), counted), format);
    if (out === undefined) {
      for await (const text of texts) await writeStdout(text);
      return { json: undefined, text: () => '' };
    }
    await writeAtomically(out, (temporary) => writeTexts(temporary, texts));
    return {
      json: { out, format, ...counted },
      text: () => `${whole(counted.forecasts)} forecasts written to ${out}\n`,
    };
  });
  return result ?? emptyLedger(settings.store);
}

async function* counting(
  rows: AsyncIterable<GradedRow[]>,
  counted: { forecasts: number },
): AsyncGenerator<GradedRow[]> {
  for await (const some of rows) {
    counted.forecasts += some.length;
    yield some;
  }
}

async function writeTexts(path: string, texts: AsyncIterable<string>): Promise<void> {
  const file = await open(path, 'wx');
  try {
    for await (const text of texts) await file.write(text);
  } finally {
    await file.close();
  }
}
