import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { availableParallelism, freemem, tmpdir, totalmem } from 'node:os';
import { join } from 'node:path';

import { DQS_VERSION } from '@dqs/core';

import { byteSize } from '@dqs/reports/terminal';
import type { Check } from './check.js';
import { backendChecks } from './backends.js';
import { loadedLibrary } from './loaded-library.js';

const LEAST_NODE = [20, 19] as const;
const LEAST_MEMORY_BYTES = 512e6;

/** Tries everything the commands need; a check that throws has failed, and its message says why. */
export async function runChecks(): Promise<Check[]> {
  const checks: readonly (readonly [name: string, check: () => Check | Promise<Check>])[] = [
    ['dqs', () => ({ name: 'dqs', ok: true, found: DQS_VERSION })],
    ['node', nodeCheck],
    ...backendChecks(),
    ['scanner', scannerCheck],
    ['duckdb', duckdbCheck],
    ['store', storeCheck],
    ['memory', memoryCheck],
    ['cores', coresCheck],
    ['tmp', temporaryCheck],
  ];
  const results: Check[] = [];
  for (const [name, check] of checks) {
    try {
      results.push(await check());
    } catch (error) {
      results.push({ name, ok: false, found: error instanceof Error ? error.message : String(error) });
    }
  }
  return results;
}

function nodeCheck(): Check {
  const [major = 0, minor = 0] = process.versions.node.split('.').map(Number);
  const [leastMajor, leastMinor] = LEAST_NODE;
  const ok = major > leastMajor || (major === leastMajor && minor >= leastMinor);
  const found = `${process.versions.node}, ${process.platform}-${process.arch}`;
  return ok
    ? { name: 'node', ok, found }
    : { name: 'node', ok, found, advice: `install Node ${LEAST_NODE.join('.')} or newer` };
}

/** The scanner is optional: without it DuckDB reads. */
async function scannerCheck(): Promise<Check> {
  const { hasNativeScanner } = await import('@dqs/ingestion');
  const found = hasNativeScanner()
    ? 'delimited files are read natively'
    : 'none: DuckDB reads instead, about three times slower';
  return { name: 'scanner', ok: true, found };
}

/** Reads a file of two rows through DuckDB. */
async function duckdbCheck(): Promise<Check> {
  const folder = await mkdtemp(join(tmpdir(), 'dqs-doctor-'));
  try {
    const { readPanel } = await import('@dqs/ingestion');
    const file = join(folder, 'two-rows.csv');
    await writeFile(file, TWO_ROWS);
    const { report } = await readPanel([file], { reader: 'duckdb' });
    const library = loadedLibrary(/duckdb/);
    const isLoaded = library !== undefined && report.rowsUsed === 2;
    const version = library?.version ?? 'of unknown version';
    if (isLoaded) return { name: 'duckdb', ok: true, found: version, details: { ...library } };
    const advice = 'reinstall with optional dependencies: npm install --include=optional';
    return { name: 'duckdb', ok: false, found: 'a file could not be read through DuckDB', advice };
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

/** Makes and starts a database in a temporary folder; optional: everything else works without one. */
async function storeCheck(): Promise<Check> {
  const folder = await mkdtemp(join(tmpdir(), 'dqs-doctor-'));
  try {
    const { openDatabase } = await import('@dqs/runtime');
    const database = await openDatabase({ store: folder });
    const version = await database.serverVersion();
    await database.close();
    return { name: 'store', ok: true, found: `PostgreSQL ${version}, embedded`, details: { version } };
  } catch (error) {
    return { name: 'store', ok: true, found: `none: ${(error as Error).message}` };
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

const TWO_ROWS = `source,tenant_id,dataset_uuid,dataset_name,business_date,rule_code,results
s,t,d,n,2025-01-01,101,"{""result"": ""Pass""}"
s,t,d,n,2025-01-01,101,"{""result"": ""Fail""}"
`;

function memoryCheck(): Check {
  const [total, free] = [totalmem(), freemem()];
  const ok = total >= LEAST_MEMORY_BYTES;
  const found = `${byteSize(total)}, ${byteSize(free)} of it free`;
  return { name: 'memory', ok, found, details: { totalBytes: total, freeBytes: free } };
}

function coresCheck(): Check {
  const cores = availableParallelism();
  return { name: 'cores', ok: cores >= 1, found: String(cores), details: { cores } };
}

async function temporaryCheck(): Promise<Check> {
  const folder = tmpdir();
  try {
    const probe = await mkdtemp(join(folder, 'dqs-doctor-'));
    await writeFile(join(probe, 'probe'), 'x');
    await rm(probe, { recursive: true });
    return { name: 'tmp', ok: true, found: `${folder} can be written to` };
  } catch (error) {
    const advice = 'set TMPDIR to a folder that can be written to';
    return { name: 'tmp', ok: false, found: (error as Error).message, advice };
  }
}
