import { DqsError, type Logger, type Progress } from '@dqs/core';
import { serveWorker } from '@dqs/worker';

import { programLogger } from '../../output/program-logger.js';
import type { DemoSettings } from './demo/world.js';
import type { ServedContext } from './serve.js';

/** Time between two lines that tell how far something has come. */
const TOLD_MS = 10_000;

/** What the worker of `dqs serve` does, until the signal. */
export async function work(settings: ServedContext['settings'] & DemoSettings, signal: AbortSignal): Promise<void> {
  const logger = programLogger(settings);
  try {
    if (settings.demo === true) await fill(settings, signal, logger);
    await serveWorker(settings, { signal, logger });
  } catch (error) {
    // Ended by the signal, as asked.
    if (!signal.aborted || !DqsError.is(error) || error.code !== 'aborted') throw error;
  }
}

async function fill(settings: DemoSettings, signal: AbortSignal, logger: Logger): Promise<void> {
  const { fillDemo } = await import('./demo/fill.js');
  const { store } = settings;
  let told = Date.now();
  const onProgress = ({ stage, done, total, unit }: Progress) => {
    if (Date.now() - told < TOLD_MS) return;
    told = Date.now();
    logger.warn({ store, stage, done, total, unit }, `filling the demonstration: ${stage}, ${done} ${unit}`);
  };
  logger.warn({ store }, 'filling the demonstration: two years of a company, of which the second is replayed');
  const isNew = await fillDemo(settings, { signal, logger, onProgress });
  logger.warn({ store }, isNew ? 'the demonstration is filled' : 'the demonstration was filled before');
}
