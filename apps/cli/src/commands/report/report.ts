import { DqsError, SYSTEM_CLOCK } from '@dqs/core';
import { writeFileAtomic } from '@dqs/core/io';
import { countText } from '@dqs/core/wording';
import { inLine } from '@dqs/reports/text';
import { hasDatabase } from '@dqs/runtime';
import { policyFile } from '@dqs/runtime/alerting';
import { orDefault, required } from '@dqs/runtime/settings';

import type { CommandContext, CommandResult } from '../../run.js';
import { emptyLedger } from '../ledger/no-ledger.js';
import { gatherPages, type Gathered, type Held } from './gather.js';

type Context = CommandContext<
  | ('store' | 'databaseUrl' | 'registry' | 'todayPolicy' | 'catalog' | 'servedRetraining' | 'graceHours')
  | ('knownAt' | 'organization' | 'out' | 'reportSeries')
>;

/** Bytes of a file: it can be mailed. */
const MOST_BYTES = 5 * 2 ** 20;

/** `dqs report`: the pages as one file that opens without a server. */
export async function writeReport({ settings, hooks }: Context): Promise<CommandResult> {
  const out = required(settings.out, 'out');
  if (!hasDatabase(settings)) return emptyLedger(settings.store);
  const knownAt = settings.knownAt ?? (hooks.clock ?? SYSTEM_CLOCK).now();
  const { offlinePage, openPages } = await import('@dqs/api');
  const servedPolicy = policyFile({ policy: settings.todayPolicy, store: settings.store });
  const opened = await openPages({ ...settings, servedPolicy }, knownAt, hooks);
  try {
    if ((await opened.view.ledger.span()) === undefined) return emptyLedger(settings.store);
    const { organization } = settings;
    const title = `${organization === undefined ? 'DQS' : `${organization} · DQS`}, known at ${timeText(knownAt)}`;
    const empty = Buffer.byteLength(await offlinePage(title, {}));
    const limits = { mostBytes: MOST_BYTES - empty, mostSeries: orDefault(settings.reportSeries, 'reportSeries') };
    const gathered = await gatherPages(opened, limits, hooks);
    assertWhole(gathered);
    const html = await offlinePage(title, gathered.pages);
    await writeFileAtomic(out, html);
    const { pages: _, ...held } = gathered;
    const json = { out, knownAt: new Date(knownAt).toISOString(), bytes: Buffer.byteLength(html), ...held };
    return { json, text: () => reportText(json) };
  } finally {
    await opened.close();
  }
}

/** Without them a file opens nothing. */
function assertWhole({ pages }: Gathered): void {
  if (Object.hasOwn(pages, '/frame.json') && Object.hasOwn(pages, '/today.json')) return;
  throw new DqsError(
    'internal',
    `expected the page of the morning to fit into ${MOST_BYTES} bytes, and it does not; please report it`,
  );
}

type Told = Omit<Gathered, 'pages'> & { readonly out: string; readonly knownAt: string; readonly bytes: number };

function reportText({ out, knownAt, bytes, series, incidents, models, leftOut }: Told): string {
  const of = ({ held, of: all }: Held, one: string, many?: string) =>
    held === all ? countText(all, one, many) : `${held} of ${countText(all, one, many)}`;
  const parts = [of(incidents, 'incident'), of(models, 'model'), of(series, 'series', 'series')];
  const missing = leftOut.length === 0 ? '' : `left out, too large: ${leftOut.join(', ')}\n`;
  return (
    `${inLine(out)}: ${(bytes / 2 ** 20).toFixed(1)} MB, with pages of ${parts.join(', ')}; ` +
    `known at ${timeText(Date.parse(knownAt))}\n${missing}`
  );
}

function timeText(at: number): string {
  return `${new Date(at).toISOString().slice(0, 16).replace('T', ' ')} UTC`;
}
