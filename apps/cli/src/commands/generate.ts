import { formatDay } from '@dqs/core';
import { writeFileAtomic } from '@dqs/core/io';
import { duration, whole } from '@dqs/reports/text';
import { orDefault, required } from '@dqs/runtime/settings';
import { drawHistory, fileFormat, ruleMetadata, shapeOf, writeHistory, type SyntheticRule } from '@dqs/synthetic';

import type { CommandContext, CommandResult } from '../run.js';

/** `dqs generate`: writes a synthetic history. */
export async function generate({
  settings,
  hooks,
}: CommandContext<
  'out' | 'rows' | 'datasets' | 'rules' | 'days' | 'executions' | 'seed' | 'start' | 'garbage' | 'rulesOut'
>): Promise<CommandResult> {
  const started = performance.now();
  const out = required(settings.out, 'out');
  const shape = shapeOf(settings);
  fileFormat(out);
  const seed = orDefault(settings.seed, 'seed');
  const history = drawHistory(shape, seed, orDefault(settings.start, 'start'));
  const counts = await writeHistory(out, history, { seed, garbage: orDefault(settings.garbage, 'garbage') }, hooks);
  if (settings.rulesOut !== undefined) await writeRules(settings.rulesOut, history.rules);
  const json = {
    out,
    ...counts,
    datasets: shape.datasets,
    rules: shape.rules,
    days: shape.days,
    cells: history.cells,
    from: formatDay(history.firstDay),
    to: formatDay(history.firstDay + shape.days - 1),
    seed,
    milliseconds: Math.round(performance.now() - started),
  };
  return { json, text: () => generatedText(json) };
}

async function writeRules(path: string, rules: readonly SyntheticRule[]) {
  await writeFileAtomic(path, `${JSON.stringify(ruleMetadata(rules), null, 2)}\n`);
}

interface Generated {
  readonly out: string;
  readonly rows: number;
  readonly rejects: number;
  readonly errors: number;
  readonly datasets: number;
  readonly rules: number;
  readonly from: string;
  readonly to: string;
  readonly milliseconds: number;
}

function generatedText(made: Generated): string {
  const spoilt = made.rejects + made.errors;
  const garbage =
    spoilt > 0
      ? `\n${whole(spoilt)} rows are damaged: ${whole(made.rejects)} to reject, ${whole(made.errors)} errors`
      : '';
  return (
    `${whole(made.rows)} rule results of ${made.datasets} datasets × ${made.rules} rules, ${made.from} to ${made.to}, ` +
    `in ${duration(made.milliseconds)}: ${made.out}${garbage}\n`
  );
}
