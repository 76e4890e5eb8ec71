import { DqsError, EMPTY_PANEL, panelDayRange, type DayRange } from '@dqs/core';
import {
  filesOfParts,
  replaceInPanelSet,
  resolveInputs,
  type IngestReport,
  type PanelSetChange,
  type PartRange,
} from '@dqs/ingestion';

import type { AppHooks } from '../app-hooks.js';
import { openStorePlace } from '../stores/open-store.js';
import { readInputs, type InputSettings } from './read-inputs.js';

/** What a task puts into a panel set. */
export interface PanelSetTask {
  /** Where the set is, as `openStorePlace` takes it. */
  readonly panelSet: string;
  readonly parts: PartRange;
  /** First and last day that the inputs are complete for. @default those of the results */
  readonly since?: number | undefined;
  readonly until?: number | undefined;
}

/** A task of building a set that has ended. Survives JSON. */
export interface BuiltPanelSet extends PanelSetChange {
  readonly panelSet: string;
  /** What was read; null where the inputs hold nothing of the parts. */
  readonly input: (Omit<IngestReport, 'files'> & { readonly files: number }) | null;
  /** Files below the folders of other parts, which were not read. */
  readonly filesOfOtherParts: number;
}

/**
 * Reads the inputs and puts what they hold of some parts into a panel set, in the place of what it held of them on these days.
 *
 * @throws DqsError as `readInputs` and `replaceInPanelSet`; `config-invalid` if the days are not in order.
 */
export async function buildPanelSet(
  settings: Omit<InputSettings, 'panelSet'>,
  { panelSet, parts, since, until }: PanelSetTask,
  hooks: AppHooks,
): Promise<BuiltPanelSet> {
  const place = openStorePlace(panelSet);
  const found = settings.input && (await resolveInputs(settings.input));
  const input = found && filesOfParts(found, parts);
  const left = (found?.length ?? 0) - (input?.length ?? 0);
  const read = input?.length === 0 ? undefined : await readInputs({ ...settings, input: input && [...input] }, hooks);
  const panel = read?.panel ?? EMPTY_PANEL;
  if (read !== undefined && read.facts.length > 0) {
    const message = `a panel set keeps no owners, tags and the like, as tools tell them of ${read.facts.length} series`;
    hooks.logger.warn({ facts: read.facts.length }, message);
  }
  const days = daysOf(panelDayRange(panel), since, until);
  const change = await replaceInPanelSet(place, { panel, parts, days, refuseOthers: left > 0 }, hooks);
  return { panelSet, ...change, input: read?.summary ?? null, filesOfOtherParts: left };
}

function daysOf(
  range: DayRange | undefined,
  first = range?.first ?? Number.NaN,
  last = range?.last ?? Number.NaN,
): DayRange | undefined {
  if (first <= last) return { first, last };
  if (Number.isNaN(first) && Number.isNaN(last)) return undefined;
  throw new DqsError(
    'config-invalid',
    Number.isNaN(first) || Number.isNaN(last)
      ? 'expected both --since and --until where the inputs hold nothing of the parts, got one of them'
      : 'expected days from --since to --until, or results between them, got the last one before the first',
  );
}
