import { mkdir, readdir, rename, rm, stat } from 'node:fs/promises';
import { randomUUID } from 'node:crypto';
import { join } from 'node:path';

import { DqsError, nearestName } from '@dqs/core';
import { assertLocalPath, notWritable } from '@dqs/core/io';
import type { z } from 'zod';

import { EVENT_SCHEMA, EXPOSURE_SCHEMA, OUTCOME_SCHEMA, type ExperimentEvent } from '../definition/records.js';
import type { ExperimentLogs, ExperimentStore, LogContent, LogName } from './experiment-store.js';
import { appendJsonLines, readJsonLines, syncFolder, type FsyncPolicy } from './json-lines.js';

const SCHEMAS: { readonly [L in LogName]: z.ZodType<ExperimentLogs[L]> } = {
  events: EVENT_SCHEMA,
  exposures: EXPOSURE_SCHEMA,
  outcomes: OUTCOME_SCHEMA,
};

/**
 * Experiments in a folder: one subfolder each, with `events.jsonl`, `exposures.jsonl` and `outcomes.jsonl`. Plain text
 * that can be read, copied and version-controlled.
 */
export class FileExperimentStore implements ExperimentStore {
  readonly #folder: string;
  readonly #fsync: FsyncPolicy;

  /**
   * @param folder created with the first experiment.
   * @param options.fsync when lines are forced to disk.
   * @default 'always'
   * @throws DqsError `invalid-argument` for a URL.
   */
  constructor(folder: string, options: { readonly fsync?: FsyncPolicy } = {}) {
    assertLocalPath(folder);
    this.#folder = folder;
    this.#fsync = options.fsync ?? 'always';
  }

  async list(): Promise<string[]> {
    const entries = await readdir(this.#folder, { withFileTypes: true }).catch((error: NodeJS.ErrnoException) => {
      if (error.code === 'ENOENT') return [];
      throw error;
    });
    const names = entries.filter((entry) => entry.isDirectory() && !entry.name.startsWith('.')).map(({ name }) => name);
    return names.sort();
  }

  async create(name: string, first: ExperimentEvent): Promise<void> {
    const folder = join(this.#folder, name);
    const unfinished = join(this.#folder, `.${name}.${randomUUID().slice(0, 8)}.tmp`);
    try {
      await mkdir(unfinished, { recursive: true });
      await appendJsonLines(join(unfinished, 'events.jsonl'), [first], this.#fsync);
      // An existing, non-empty folder is never replaced: one of several creators wins.
      await rename(unfinished, folder);
      if (this.#fsync === 'always') await syncFolder(this.#folder);
    } catch (cause) {
      await rm(unfinished, { recursive: true, force: true });
      if (await isFolder(folder)) throw taken(name, cause);
      throw DqsError.is(cause) ? cause : notWritable(folder, cause);
    }
  }

  async append<L extends LogName>(name: string, log: L, records: readonly ExperimentLogs[L][]): Promise<void> {
    await appendJsonLines(await this.#path(name, log), records, this.#fsync);
  }

  async read<L extends LogName>(name: string, log: L): Promise<LogContent<ExperimentLogs[L]>> {
    return readJsonLines(await this.#path(name, log), SCHEMAS[log] as z.ZodType<ExperimentLogs[L]>);
  }

  async #path(name: string, log: LogName): Promise<string> {
    // A name is a folder name: a slash or leading dots would lead out of the store.
    const isPlain = /^[^./\\][^/\\]*$/.test(name);
    if (isPlain && (await isFolder(join(this.#folder, name)))) return join(this.#folder, name, `${log}.jsonl`);
    const names = await this.list();
    const nearest = nearestName(name, names);
    const hint = names.length === 0 ? 'there are none' : `there are ${names.slice(0, 20).join(', ')}`;
    throw new DqsError(
      'experiment-unknown',
      `no experiment "${name}" in ${this.#folder}: ${nearest ? `did you mean "${nearest}"?` : hint}`,
      { details: { name, nearest, names } },
    );
  }
}

async function isFolder(path: string): Promise<boolean> {
  return (await stat(path).catch(() => undefined))?.isDirectory() === true;
}

function taken(name: string, cause: unknown): DqsError {
  return new DqsError('experiment-exists', `an experiment "${name}" already exists; choose another name`, {
    cause,
    details: { name },
  });
}
