import { formatDay, throwIfAborted, type RuleCatalogue } from '@dqs/core';
import { assertOutputFolder, writeTogether } from '@dqs/core/io';
import { readPanel, readRules, updatePanel, type IngestReport, type ReadResult } from '@dqs/ingestion';
// The other texts need libraries that take longer to load than a day's results to summarise.
import { duration, rowsReadText, whole } from '@dqs/reports/terminal';
import { readInputs, readOptions, warnOfRejects } from '@dqs/runtime/history';
import { required, type INPUT } from '@dqs/runtime/settings';
import type { Summary, SummaryOptions } from '@dqs/summarizer';

import type { CommandContext, CommandResult } from '../run.js';

type Context = CommandContext<
  | (typeof INPUT)[number]
  | 'allowDuplicate'
  | 'ruleMetadata'
  | 'out'
  | 'summaryFormats'
  | 'digest'
  | 'windows'
  | 'epsilon'
  | 'profile'
  | 'escapeFormulas'
  | 'threads'
>;

/** `dqs summarize`: writes a row and a sentence for every dataset and rule. */
export async function summarizeResults({ settings, hooks }: Context): Promise<CommandResult> {
  const started = performance.now();
  const out = required(settings.out, 'out');
  const options = await summaryOptions(settings);
  await assertOutputFolder(out);
  const { results, prepared } = await readWhilePreparing(settings, hooks, () => prepare(settings));
  const { panel, report } = results;
  const { summarize, planFiles, withToldRules } = prepared;
  if (settings.ruleMetadata === undefined && results.facts.length === 0) warnOfNoRules(hooks);
  const rules = withToldRules(prepared.rules, results.facts);
  warnOfRejects(report, settings, hooks);
  const summary = summarize(panel, rules, options);
  warnOfUnknownRules(summary, settings, hooks);
  throwIfAborted(hooks.signal);
  const { summaryFormats = [], digest = false, escapeFormulas = false } = settings;
  const files = planFiles(out, summary, { formats: summaryFormats, digest, escapeFormulas });
  await writeTogether(files);
  return resultOf(summary, report, { out, files: files.map(({ path }) => path), started });
}

async function summaryOptions({ windows, epsilon, profile }: Context['settings']): Promise<SummaryOptions> {
  if (windows === undefined) return { epsilon, profile };
  const { parseWindows } = await import('@dqs/summarizer');
  return { windows: parseWindows(windows), epsilon, profile };
}

/** The code needed once the results have been read; loaded meanwhile. */
async function prepare(settings: Context['settings']) {
  const rules = await readCatalogue(settings);
  const [{ summarize }, { planFiles, withToldRules }] = await Promise.all([
    import('@dqs/summarizer'),
    import('@dqs/runtime/summary'),
  ]);
  return { rules, summarize, planFiles, withToldRules };
}

/**
 * Reads the results on other threads while the later steps are loaded and checked; if that fails, reading stops. A run
 * that changes a saved panel or writes rejects checks everything else first.
 */
async function readWhilePreparing<T>(
  settings: Context['settings'],
  hooks: Context['hooks'],
  prepareEnd: () => Promise<T>,
): Promise<{ results: ReadResult; prepared: T }> {
  if (settings.panel !== undefined || settings.rejects !== undefined) {
    const prepared = await prepareEnd();
    return { results: await readResults(settings, hooks), prepared };
  }
  const stop = new AbortController();
  const reading = readResults(settings, { ...hooks, signal: AbortSignal.any([hooks.signal, stop.signal]) });
  // Problems with the settings and the rules are reported first.
  reading.catch(() => undefined);
  try {
    const prepared = await prepareEnd();
    return { results: await reading, prepared };
  } catch (error) {
    stop.abort();
    await reading.catch(() => undefined);
    throw error;
  }
}

async function readCatalogue({ ruleMetadata }: Context['settings']): Promise<RuleCatalogue> {
  return ruleMetadata === undefined ? new Map() : readRules(ruleMetadata);
}

function warnOfNoRules({ logger }: Context['hooks']): void {
  logger.warn({}, 'no rule metadata (--rules): names, types, dimensions and categories stay empty');
}

async function readResults(settings: Context['settings'], hooks: Context['hooks']): Promise<ReadResult> {
  const { panel, input, allowDuplicate, panelSet, store, knownAt } = settings;
  if ([panelSet, store, knownAt].some((one) => one !== undefined)) return readInputs(settings, hooks);
  const options = readOptions(settings);
  if (panel === undefined) return readPanel(required(input, 'input'), options, hooks);
  if (input === undefined) return readPanel([panel], options, hooks);
  return updatePanel(panel, input, { ...options, allowDuplicate }, hooks);
}

function warnOfUnknownRules(summary: Summary, settings: Context['settings'], hooks: Context['hooks']): void {
  const { unknownRuleCodes } = summary;
  if (unknownRuleCodes.length === 0 || settings.ruleMetadata === undefined) return;
  const message = `${unknownRuleCodes.length} rules are not in ${settings.ruleMetadata}; their metadata stays empty`;
  hooks.logger.warn({ ruleCodes: unknownRuleCodes }, message);
}

interface RunFacts {
  readonly out: string;
  readonly files: readonly string[];
  readonly started: number;
}

async function resultOf(summary: Summary, report: IngestReport, facts: RunFacts): Promise<CommandResult> {
  const { out, files, started } = facts;
  const latestDate = summary.latestDay === undefined ? null : formatDay(summary.latestDay);
  const milliseconds = Math.round(performance.now() - started);
  const { windows, unknownRuleCodes } = summary;
  const rows = summary.rows.length;
  const input = { ...report, files: report.files.length };
  const json = { out, files, rows, latestDate, windows, unknownRuleCodes, input, milliseconds };
  return { json, text: () => summaryText(json) };
}

interface Summarised {
  readonly files: readonly string[];
  readonly rows: number;
  readonly latestDate: string | null;
  readonly input: Omit<IngestReport, 'files'>;
  readonly milliseconds: number;
}

function summaryText({ files, rows, latestDate, input, milliseconds }: Summarised): string {
  // The other texts need libraries that take longer to load than a day's results to summarise.
  const written = files.map((file) => `  ${file}\n`).join('');
  return `${rowsReadText(input)}\n${whole(rows)} rows, up to ${latestDate}, in ${duration(milliseconds)}:\n${written}`;
}
