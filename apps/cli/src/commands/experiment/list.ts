import { Experiment } from '@dqs/experiments';
import { textTable } from '@dqs/reports/text';
import { openExperimentStore } from '@dqs/runtime/experiments';

import type { CommandContext, CommandResult } from '../../run.js';

/** `dqs experiment list`: lists current and past experiments. */
export async function list({ settings, hooks }: CommandContext<'experiments'>): Promise<CommandResult> {
  const store = openExperimentStore(settings);
  const experiments: ReturnType<typeof listed>[] = [];
  for (const name of await store.list()) {
    // One damaged experiment must not hide the others.
    const opened = await Experiment.open(store, name).catch((error: Error) => error);
    if (opened instanceof Experiment) experiments.push(listed(opened));
    else hooks.logger.warn({ experiment: name }, opened.message);
  }
  return { json: { experiments }, text: () => listText(experiments) };
}

function listed({ definition, createdAt, stopped, phases }: Experiment) {
  const { name, control, treatments, mode } = definition;
  return { name, mode, control, treatments, share: phases.at(-1)!.share, createdAt, stopped: stopped ?? null };
}

function listText(experiments: readonly ReturnType<typeof listed>[]): string {
  if (experiments.length === 0) return 'no experiments; dqs experiment create <name> starts the first\n';
  const rows = experiments.map(({ name, mode, control, treatments, share, createdAt, stopped }) => [
    name,
    mode,
    control,
    treatments.join(', '),
    `${100 * share} %`,
    createdAt.slice(0, 10),
    stopped === null ? 'running' : `stopped ${stopped.at.slice(0, 10)}: ${stopped.reason}`,
  ]);
  const titles = ['name', 'mode', 'control', 'treatment', 'treated', 'since', 'state'];
  return textTable(
    titles.map((title) => ({ title })),
    rows,
  );
}
