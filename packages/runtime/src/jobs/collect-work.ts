import { lstat, readdir } from 'node:fs/promises';
import { join } from 'node:path';

import { compareText, DqsError } from '@dqs/core';
import { collect } from '@dqs/ingestion';
import type { JobOffer } from '@dqs/store';

import { mappingOptions } from '../history/mapping-options.js';
import { actorOf } from '../models/actor.js';
import type { Work } from './work.js';

/** A file that changed later than this may still be written. */
const SETTLED_MS = 3000;
/** Names of files that are not ready: hidden ones, and those that programs write first and rename then. */
const UNREADY = /^\.|\.(?:tmp|part|partial|crdownload|swp)$|~$/iu;

/** Adds the files of the inbox to the store, each as one delivery, once for each content that it has had. */
export const COLLECT_WORK: Work = {
  kind: 'collect',
  about: 'add the files of the inbox to the store of deliveries',
  isFor: ({ inbox }) => inbox !== undefined,
  nextAt: () => null,
  async due({ settings }, now) {
    const inbox = settings.inbox!;
    const offers: JobOffer[] = [];
    for (const name of (await namesIn(inbox)).filter((one) => !UNREADY.test(one)).sort(compareText)) {
      const file = await lstat(join(inbox, name)).catch(() => undefined);
      if (!file?.isFile() || now - file.mtimeMs < SETTLED_MS) continue;
      offers.push({ kind: 'collect', key: `${name} ${file.size} ${Math.floor(file.mtimeMs)}`, data: { name } });
    }
    return offers;
  },
  async run({ settings, deliveries }, { data }, hooks) {
    const path = join(settings.inbox!, String(data['name']));
    const options = { ...mappingOptions(settings), by: actorOf(settings) };
    const [collected] = await collect(deliveries, [path], options, hooks);
    if (collected!.outcome === 'failed') throw collected!.error;
    const { outcome, report } = collected!;
    return { file: path, outcome, rows: report.rows, rowsRejected: report.rowsRejected };
  },
};

async function namesIn(inbox: string): Promise<readonly string[]> {
  try {
    return await readdir(inbox);
  } catch (cause) {
    throw new DqsError(
      'input-not-found',
      `expected a folder of results in the inbox ${inbox}, and it cannot be listed; make it, or set another one`,
      { cause },
    );
  }
}
