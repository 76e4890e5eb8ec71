import { throwIfAborted } from '@dqs/core';
import { writeFileAtomic } from '@dqs/core/io';
import type { BackendComparison, BackendMeasurement, SkippedBackend } from '@dqs/pipelines';

import type { CommandContext, CommandResult } from '../run.js';
import { measureInProcess } from './child.js';

/** The settings of `dqs backends compare`. */
export type CompareContext = CommandContext<'backends compare'>;

/**
 * The work of `dqs backends compare`: one backend is measured here, several in a process each, because memory can only
 * be told of a whole process.
 */
export async function compareBackends(context: CompareContext): Promise<CommandResult> {
  const { html, only } = context.settings;
  const comparison = only?.length === 1 ? await measureHere(context, only[0]!) : await measureApart(context);
  if (html !== undefined) await writePage(html, comparison);
  const written = html === undefined ? '' : `\nReport written to ${html}\n`;
  return {
    json: { ...comparison, html },
    text: async () => (await import('@dqs/reports/text')).comparisonText(comparison) + written,
  };
}

async function measureHere({ settings, hooks }: CompareContext, backend: string): Promise<BackendComparison> {
  const { readInputs } = await import('../inputs.js');
  const { measureBackend } = await import('@dqs/pipelines');
  const { loadBackend } = await import('@dqs/model-backends');
  await loadBackend(backend);
  const { panel } = await readInputs(settings, hooks);
  const { spec, groups, horizon, testFraction, testFrom, folds, seed, threads } = settings;
  const options = { spec, groups: groups as never, horizon, testFraction, testFrom, folds, seed, threads, backend };
  return { backends: [await measureBackend(panel, options, hooks)], skipped: [] };
}

async function measureApart(context: CompareContext): Promise<BackendComparison> {
  const { only } = context.settings;
  const { onProgress, signal } = context.hooks;
  const names = only ?? (await trainable());
  if (only) await assertKnown(only);
  const backends: BackendMeasurement[] = [];
  const skipped: SkippedBackend[] = [];
  for (const [done, name] of names.entries()) {
    throwIfAborted(signal);
    onProgress?.({ stage: `measure ${name}`, done, total: names.length, unit: 'backends' });
    const measured = await measureInProcess(context, name, only !== undefined);
    if ('reason' in measured) skipped.push(measured);
    else backends.push(measured);
  }
  backends.sort((a, b) => a.evaluation.scores[0]!.model.mae - b.evaluation.scores[0]!.model.mae);
  return { backends, skipped };
}

/** A name that is wrong is told before anything is measured. */
async function assertKnown(names: readonly string[]): Promise<void> {
  const { loadBackend } = await import('@dqs/model-backends');
  for (const name of names) await loadBackend(name);
}

/** Backends that can train; one whose library is missing is among them, so that it is told. */
async function trainable(): Promise<string[]> {
  const { backendNames, loadBackend } = await import('@dqs/model-backends');
  const names = backendNames();
  const can = await Promise.all(
    names.map((name) =>
      loadBackend(name).then(
        ({ capabilities }) => capabilities.training,
        () => true,
      ),
    ),
  );
  return names.filter((_, i) => can[i]);
}

async function writePage(path: string, comparison: BackendComparison): Promise<void> {
  const { comparisonPage } = await import('@dqs/reports');
  await writeFileAtomic(path, comparisonPage(comparison, { createdAt: new Date() }));
}
