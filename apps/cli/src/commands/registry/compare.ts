import type { Command } from '@commander-js/extra-typings';
import type { VersionComparison } from '@dqs/pipelines';

import type { OpenedModel } from '../../open-model.js';
import type { CommandContext, CommandResult } from '../../run.js';
import { required } from '../../setting-names.js';
import { defineCommand } from '../define.js';

/** `dqs registry compare`: two versions on the same past days. */
export function defineRegistryCompare(program: Command): void {
  defineCommand(program, {
    name: 'registry compare',
    summary: 'compare two versions on days neither was trained on',
    description:
      'Both forecast the same past days, as of each day. The difference of their errors is shown with an interval that ' +
      'allows for correlated days; a verdict requires that it excludes 0. Without --input the history in the bundles is used.',
    examples: [
      'dqs registry compare orders@production orders@latest',
      'dqs registry compare orders@production model --input history.csv.gz --json',
    ],
    positionals: [
      { setting: 'baselineVersion', syntax: '[baseline]' },
      { setting: 'candidateVersion', syntax: '[candidate]' },
    ],
    work: compare,
  });
}

async function compare({ settings, hooks }: CommandContext<'registry compare'>): Promise<CommandResult> {
  const references = [
    required(settings.baselineVersion, 'baselineVersion'),
    required(settings.candidateVersion, 'candidateVersion'),
  ] as const;
  const { withModels } = await import('../../open-model.js');
  const { judgedHistory } = await import('../../registry/judged-history.js');
  const { givenPanel } = await import('../../given-panel.js');
  const { compareVersions } = await import('@dqs/pipelines');
  return withModels(references, settings, async (models) => {
    const [baseline, candidate] = models as [OpenedModel, OpenedModel];
    const panel = judgedHistory(models, await givenPanel(settings, hooks));
    const { threads } = settings;
    const found = await compareVersions(baseline.bundle, candidate.bundle, panel, { threads }, hooks);
    const json = { baseline: baseline.name, candidate: candidate.name, ...found };
    return { json, text: () => comparisonText(json) };
  });
}

async function comparisonText(
  comparison: VersionComparison & { readonly baseline: string; readonly candidate: string },
): Promise<string> {
  const { baseline, candidate, verdict, reason, from, to, rows, bestNaive, confidence, segments } = comparison;
  const verdictLine = `${candidate} against ${baseline}: ${verdict}; ${reason}\n`;
  if (rows === 0) return verdictLine;
  const { fixed, textTable, whole } = await import('@dqs/reports/text');
  const right = (title: string) => ({ title, align: 'right' as const });
  const columns = [
    { title: 'rows of' },
    ...['rows', 'days', baseline, candidate, `naive ${bestNaive ?? ''}`, 'difference'].map(right),
    { title: `${100 * confidence} % interval` },
    { title: 'verdict' },
  ];
  const body = segments.map((part) => [
    part.segment,
    whole(part.rows),
    String(part.days),
    fixed(part.baseline, 3),
    fixed(part.candidate, 3),
    fixed(part.naive, 3),
    fixed(part.difference, 3),
    `${fixed(part.low, 3)} … ${fixed(part.high, 3)}`,
    part.verdict,
  ]);
  return `Mean absolute error in percentage points, ${from} to ${to}\n\n${textTable(columns, body)}\n${verdictLine}`;
}
