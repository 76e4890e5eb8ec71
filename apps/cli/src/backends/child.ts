import { spawn } from 'node:child_process';

import { DqsError, ERROR_CATALOGUE, formatDay, throwIfAborted, type ErrorCode } from '@dqs/core';
import type { BackendComparison, BackendMeasurement, SkippedBackend } from '@dqs/pipelines';

import type { CompareContext } from './compare.js';

/**
 * Measures one backend in a process of its own: this program again, for that backend alone.
 *
 * @param isAsked a backend that was asked for by name has to be measured; another one whose library is not installed is
 * left out.
 * @throws DqsError the error of that process; `aborted` when the signal fires, which ends it.
 */
export async function measureInProcess(
  { settings, hooks }: CompareContext,
  backend: string,
  isAsked: boolean,
): Promise<BackendMeasurement | SkippedBackend> {
  const args = [process.argv[1]!, 'backends', 'compare', '--only', backend, ...sharedArguments(settings)];
  const { code, stdout, stderr } = await run([...args, '--json', '--quiet', '--log-level', 'error'], hooks.signal);
  throwIfAborted(hooks.signal);
  if (code === 0) return (JSON.parse(stdout) as BackendComparison).backends[0]!;
  const error = failureIn(stderr, backend);
  if (error.code === 'model-engine-missing' && !isAsked) return { backend, reason: error.message };
  throw error;
}

/** The settings that every measurement shares, as flags, wherever they came from. */
function sharedArguments(settings: CompareContext['settings']): string[] {
  const { input, panel, maxRejectRatio, maxUnreadableRatio, maxDate, backends, spec, groups, horizon } = settings;
  const { testFraction, testFrom, folds, seed, threads, config } = settings;
  assertReadableTwice(input);
  const flags: [string, unknown][] = [
    ['--input', input],
    ['--panel', panel],
    ['--max-reject-ratio', maxRejectRatio],
    ['--max-unreadable-ratio', maxUnreadableRatio],
    ['--max-date', maxDate === undefined ? undefined : formatDay(maxDate)],
    ['--backends', backends],
    ['--spec', spec],
    ['--groups', groups],
    ['--horizon', horizon],
    ['--test-fraction', testFraction],
    ['--test-from', testFrom === undefined ? undefined : formatDay(testFrom)],
    ['--folds', folds],
    ['--seed', seed],
    ['--threads', threads],
    ['--config', config],
  ];
  return flags.flatMap(([flag, value]) => {
    if (value === undefined) return [];
    return [flag, ...(Array.isArray(value) ? value.map(String) : [String(value)])];
  });
}

function assertReadableTwice(input: readonly string[] | undefined): void {
  if (!input?.includes('-')) return;
  throw new DqsError(
    'config-invalid',
    'expected files to compare backends on, got stdin: each backend reads them in a process of its own; ' +
      'save it first, or compare with --only one',
  );
}

interface Ended {
  readonly code: number | null;
  readonly stdout: string;
  readonly stderr: string;
}

function run(args: readonly string[], signal: AbortSignal): Promise<Ended> {
  return new Promise((done, fail) => {
    const child = spawn(process.execPath, args, { stdio: ['ignore', 'pipe', 'pipe'], signal, killSignal: 'SIGINT' });
    const texts = { stdout: '', stderr: '' };
    for (const name of ['stdout', 'stderr'] as const) {
      child[name].setEncoding('utf8').on('data', (chunk: string) => (texts[name] += chunk));
    }
    child.on('error', (error) => {
      if (!signal.aborted) fail(error);
    });
    child.on('close', (code) => done({ code, ...texts }));
  });
}

/** The error that a measuring process told as the last line of its stderr. */
function failureIn(stderr: string, backend: string): DqsError {
  const line = stderr.trim().split('\n').at(-1) ?? '';
  try {
    const { error } = JSON.parse(line) as { error: { code: ErrorCode; message: string } };
    if (error.code in ERROR_CATALOGUE) return new DqsError(error.code, error.message, { details: { backend } });
  } catch {
    // Told below.
  }
  return new DqsError('internal', `the measurement of ${backend} ended without a result: ${stderr.trim().slice(-500)}`);
}
