import { lstat, readdir } from 'node:fs/promises';
import { basename, join } from 'node:path';

import { compareText, DqsError } from '@dqs/core';
import { sha256 } from '@dqs/core/journal';
import { collect } from '@dqs/ingestion';
import type { JobData, JobOffer } from '@dqs/store';

import { mappingOptions } from '../history/mapping-options.js';
import { actorOf } from '../models/actor.js';
import { collectedPlace, fileIn, filesIn, type CollectedPlace } from './collected-places.js';
import type { Work, WorkerSettings } from './work.js';

/** A file that changed later than this may still be written. */
const SETTLED_MS = 3000;
/** Names of files that are not ready: hidden ones, and those that programs write first and rename then. */
const UNREADY = /^\.|\.(?:tmp|part|partial|crdownload|swp)$|~$/iu;
/** A longer name stands in a key by its digest. */
const MOST_NAME = 300;

/** Adds the files of the inbox, and those below other folders, to the store, each as one delivery, once for each content that it has had. */
export const COLLECT_WORK: Work = {
  kind: 'collect',
  about: 'add the files of the inbox and of other folders to the store of deliveries',
  isFor: ({ inbox, collectFrom }) => inbox !== undefined || collectFrom !== undefined,
  nextAt: () => null,
  async due({ settings }, now) {
    const offers: JobOffer[] = [];
    for (const { data, path, name } of await candidates(settings)) {
      const file = UNREADY.test(basename(path)) ? undefined : await lstat(path).catch(() => undefined);
      if (!file?.isFile() || now - file.mtimeMs < SETTLED_MS) continue;
      offers.push({ kind: 'collect', key: `${name} ${file.size} ${Math.floor(file.mtimeMs)}`, data });
    }
    return offers;
  },
  async run({ settings, deliveries }, { data }, hooks) {
    const { path, place } = await fileOf(settings, data);
    const importer = place?.importer;
    const options = { ...mappingOptions(settings), ...(importer && { format: importer }), by: actorOf(settings) };
    const [collected] = await collect(deliveries, [path], options, hooks);
    if (collected!.outcome !== 'failed') {
      const { outcome, report } = collected!;
      return { file: path, outcome, rows: report.rows, rowsRejected: report.rowsRejected };
    }
    const { error } = collected!;
    // A folder that is searched may hold other things.
    if (place !== undefined && error.code === 'input-unknown') return { file: path, outcome: 'no results' };
    throw error;
  },
};

interface Candidate {
  /** As it stands in keys of jobs. */
  readonly name: string;
  readonly path: string;
  readonly data: JobData;
}

async function candidates({ inbox, collectFrom = [] }: WorkerSettings): Promise<readonly Candidate[]> {
  const names = inbox === undefined ? [] : [...(await namesIn(inbox))].sort(compareText);
  const found: Candidate[] = names.map((name) => ({ name, path: join(inbox!, name), data: { name } }));
  for (const place of collectFrom.map(collectedPlace)) {
    for (const name of await filesIn(place)) {
      const data = { from: place.text, name };
      found.push({ name: shortName(`${place.text} ${name}`), path: join(place.folder, name), data });
    }
  }
  return found;
}

function shortName(name: string): string {
  return name.length <= MOST_NAME ? name : `…${name.slice(-MOST_NAME / 2)} ${sha256(name).slice(0, 16)}`;
}

/** The file of a job, and the place that it is in; only what is set for this worker is read, whatever a job says. */
async function fileOf(
  { inbox, collectFrom = [] }: WorkerSettings,
  { from, name }: JobData,
): Promise<{ readonly path: string; readonly place?: CollectedPlace }> {
  if (from === undefined && inbox !== undefined) return { path: await fileIn({ folder: inbox }, String(name)) };
  const set = collectFrom.find((one) => one === from);
  if (set === undefined) {
    throw new DqsError(
      'config-invalid',
      `expected a folder that is set with --from, got ${JSON.stringify(from)}; a worker with it does the job`,
    );
  }
  const place = collectedPlace(set);
  return { path: await fileIn(place, String(name)), place };
}

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
