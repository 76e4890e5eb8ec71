import { compareVersions, type VersionComparison } from '@dqs/pipelines';
import { fixed, textTable, whole } from '@dqs/reports/text';
import { withModels, type OpenedModel } from '@dqs/runtime';
import { givenPanel, judgedHistory } from '@dqs/runtime/history';
import { required, type INPUT } from '@dqs/runtime/settings';

import type { CommandContext, CommandResult } from '../../run.js';

/** `dqs registry compare`: compares two versions on the same past days. */
export async function compare({
  settings,
  hooks,
}: CommandContext<
  (typeof INPUT)[number] | 'baselineVersion' | 'candidateVersion' | 'registry' | 'threads'
>): Promise<CommandResult> {
  const references = [
    required(settings.baselineVersion, 'baselineVersion'),
    required(settings.candidateVersion, 'candidateVersion'),
  ] as const;
  return withModels(references, settings, async (models) => {
    const [baseline, candidate] = models as [OpenedModel, OpenedModel];
    const panel = judgedHistory(models, await givenPanel(settings, hooks));
    const { threads } = settings;
    const found = await compareVersions(baseline.bundle, candidate.bundle, panel, { threads }, hooks);
    const json = { baseline: baseline.name, candidate: candidate.name, ...found };
    return { json, text: () => comparisonText(json) };
  });
}

function comparisonText(
  comparison: VersionComparison & { readonly baseline: string; readonly candidate: string },
): string {
  const { baseline, candidate, verdict, reason, from, to, rows, bestNaive, confidence, segments, crps } = comparison;
  const verdictLine = `${candidate} against ${baseline}: ${verdict}; ${reason}\n`;
  if (rows === 0) return verdictLine;
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
  return `Mean absolute error in percentage points, ${from} to ${to}\n\n${textTable(columns, body)}\n${crpsText(crps)}${verdictLine}`;
}

function crpsText({ verdict, reason, segments }: VersionComparison['crps']): string {
  const [all] = segments;
  return `By CRPS ${verdict}: ${fixed(all?.candidate, 3)} against ${fixed(all?.baseline, 3)}; ${reason}\n`;
}
