import { readFile } from 'node:fs/promises';
import { join } from 'node:path';

import { DqsError } from '@dqs/core';
import { identityOf, mayBeAlive, ownIdentity, writeFileAtomic, type ProcessIdentity } from '@dqs/core/io';

import type { Places } from './places.js';

/** Where a server was started by us; written before it starts. The server's own file has its process number. */
export interface ServerRecord {
  /** The process that started it. */
  readonly starter: ProcessIdentity;
  /** The folder of its socket. */
  readonly runFolder: string;
}

/** What the server's own file says. */
interface Postmaster {
  readonly pid: number;
  readonly socketFolder: string;
}

/** A running server. */
export interface RunningServer {
  readonly pid: number;
  readonly runFolder: string;
}

/** Writes down where a server is about to be started. */
export async function writeRecord({ record }: Places, content: ServerRecord): Promise<void> {
  await writeFileAtomic(record, `${JSON.stringify(content)}\n`);
}

/** The record of the server started last; undefined if it was stopped. */
export async function readRecord({ record }: Places): Promise<ServerRecord | undefined> {
  const text = await readFile(record, 'utf8').catch(() => undefined);
  if (text === undefined) return undefined;
  const { starter, runFolder } = parsed(text);
  return starter === undefined || typeof runFolder !== 'string' ? undefined : { starter, runFolder };
}

function parsed(text: string): Partial<ServerRecord> {
  try {
    return (JSON.parse(text) ?? {}) as Partial<ServerRecord>;
  } catch {
    return {};
  }
}

/**
 * The server that runs on the data, if it was started by a DQS on this machine.
 *
 * @throws DqsError `store-busy` if the server is another one's, or its machine or container another one.
 */
export async function runningServer(places: Places): Promise<RunningServer | undefined> {
  const [record, postmaster] = [await readRecord(places), await readPostmaster(places.data)];
  if (postmaster === undefined) return undefined;
  const self = ownIdentity();
  if (record !== undefined && isElsewhere(record.starter, self)) throw elsewhere(places, record.starter);
  const isOurs = record !== undefined && postmaster.socketFolder === record.runFolder;
  if (record?.starter.boot !== undefined && record.starter.boot !== self.boot) return undefined;
  if (!isAlive(postmaster.pid) || !(await isServerOf(postmaster.pid, places.data))) return undefined;
  if (isOurs) return { pid: postmaster.pid, runFolder: record.runFolder };
  throw new DqsError(
    'store-busy',
    `a PostgreSQL server that DQS did not start runs on ${places.data} (process ${postmaster.pid}); stop it first`,
    { details: { path: places.data, pid: postmaster.pid } },
  );
}

/** Whether a process runs, by its number. */
export function isAlive(pid: number): boolean {
  return mayBeAlive(identityOf(pid), ownIdentity());
}

/** Whether a process may be the server: numbers are used again, above all in containers. Unknown outside Linux. */
async function isServerOf(pid: number, data: string): Promise<boolean> {
  const text = await readFile(`/proc/${pid}/cmdline`, 'utf8').catch(() => undefined);
  return text === undefined || text.split('\0').includes(data) || text.includes('postgres');
}

/** The server's own file, of which the first line is its process and the fifth the folder of its socket. */
async function readPostmaster(data: string): Promise<Postmaster | undefined> {
  const text = await readFile(join(data, 'postmaster.pid'), 'utf8').catch(() => '');
  const lines = text.split('\n');
  const pid = Number(lines[0]);
  return Number.isInteger(pid) && pid > 0 ? { pid, socketFolder: lines[4] ?? '' } : undefined;
}

function isElsewhere(starter: ProcessIdentity, self: ProcessIdentity): boolean {
  return starter.host !== self.host || (starter.namespace !== undefined && starter.namespace !== self.namespace);
}

function elsewhere({ data, record }: Places, { host, pid }: ProcessIdentity): DqsError {
  return new DqsError(
    'store-busy',
    `the PostgreSQL server of ${data} was started on another machine or in another container, ${host}; stop what uses ` +
      `it there or, if that machine is gone, remove ${record} and ${join(data, 'postmaster.pid')}`,
    { details: { path: data, host, pid } },
  );
}
