import type { Command } from '@commander-js/extra-typings';
import { formatDay } from '@dqs/core';
import { writeFileAtomic } from '@dqs/core/io';
import type { SyntheticRule } from '@dqs/synthetic';

import type { CommandContext, CommandResult } from '../run.js';
import { required } from '../setting-names.js';
import { defineCommand } from './define.js';

const DEFAULT_SEED = 42;
/** 2025-01-01. */
const DEFAULT_FIRST_DAY = 20_089;

/** `dqs generate`: writes a synthetic history. */
export function defineGenerate(program: Command): void {
  defineCommand(program, {
    name: 'generate',
    summary: 'write a synthetic history',
    description:
      'The history has weekday effects, drift, regime shifts, bad deliveries and gaps. The format follows from the ' +
      'extension of --out: .csv, .csv.gz, .jsonl or .jsonl.gz. The same options and seed give the same bytes.',
    examples: [
      'dqs generate --rows 1000000 --out history.csv.gz',
      'dqs generate --datasets 10 --rules 5 --days 90 --out small.csv --rules-out rules.json',
      'dqs generate --rows 50000 --garbage 0.01 --seed 7 --out spoilt.jsonl',
    ],
    work: generate,
  });
}

async function generate({ settings, hooks }: CommandContext<'generate'>): Promise<CommandResult> {
  const { drawHistory, fileFormat, shapeOf, writeHistory } = await import('@dqs/synthetic');
  const started = performance.now();
  const out = required(settings.out, 'out');
  const shape = shapeOf(settings);
  fileFormat(out);
  const seed = settings.seed ?? DEFAULT_SEED;
  const history = drawHistory(shape, seed, settings.start ?? DEFAULT_FIRST_DAY);
  const counts = await writeHistory(out, history, { seed, garbage: settings.garbage ?? 0, ...hooks });
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
  const { ruleMetadata } = await import('@dqs/synthetic');
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

async function generatedText(made: Generated): Promise<string> {
  const { duration, whole } = await import('@dqs/reports/text');
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
