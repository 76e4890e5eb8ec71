import {
  DqsError,
  formatDay,
  panelDayRange,
  throwIfAborted,
  type DailyPanel,
  type DayRange,
  type StorePlace,
} from '@dqs/core';

import { inBatches } from '../deliveries/in-batches.js';
import { commitManifest, type CommitHooks } from './commit.js';
import { ALL_PARTS, hasPart, partName, partOfDataset, partRangeText, type PartRange } from './layout.js';
import { daysText, digestOf, MAX_OBJECTS, readManifest, type PanelObject, type PanelSetManifest } from './manifest.js';
import { countsOf, describeObject, putObject } from './objects.js';
import { splitByPart } from './split.js';

/** What takes the place of what a set held of some parts on some days. */
export interface PanelSetDelivery {
  /** May hold results of other parts, which are left out. */
  readonly panel: DailyPanel;
  /** The parts that the panel is complete for. @default all */
  readonly parts?: PartRange | undefined;
  /** The days that the panel is complete for. @default from its first to its last, results of other parts included */
  readonly days?: DayRange | undefined;
  /** Whether results of other parts are an error, since nobody else would read them. @default false */
  readonly refuseOthers?: boolean;
}

/** What became of a delivery. Survives JSON. */
export interface PanelSetChange {
  /** Parts and days that were replaced; `days` is undefined for a delivery of nothing. */
  readonly parts: string;
  readonly days: { readonly from: string; readonly to: string } | undefined;
  /** Objects of the delivery. */
  readonly written: number;
  readonly bytes: number;
  readonly executions: number;
  /** Executions of parts that the delivery is not for. */
  readonly otherParts: number;
  /** Objects that count no longer; they stay where they are, for those who read them just now. */
  readonly replaced: number;
  /** False if the set held just that already. */
  readonly hasChanged: boolean;
  /** Objects of the set, and what identifies its state. */
  readonly objects: number;
  readonly digest: string;
}

/**
 * Puts results into a set, in the place of all that it held of the same parts on the same days. Doing it again changes nothing,
 * so that any number of tasks may do it, be killed at any moment, or do it twice: an object counts once the manifest names it.
 *
 * @throws DqsError `invalid-argument` for results of days or parts that the delivery is not for; `panel-set-overlap` if the set holds
 * results of some of the days and others in one object: as nothing tells them apart, nothing was changed; `panel-set-corrupt`;
 * `artifact-unknown`, after which it may be done again; `aborted`; as the stores.
 */
export async function replaceInPanelSet(
  place: StorePlace,
  { panel, parts = ALL_PARTS, days = panelDayRange(panel), refuseOthers = false }: PanelSetDelivery,
  hooks: CommitHooks = {},
): Promise<PanelSetChange> {
  assertDays(panel, days);
  const split = splitByPart(panel, parts);
  if (refuseOthers && split.other !== undefined) throw strayParts(parts, split.other.datasetUuid);
  const made = [...split.parts];
  const describe = ([part, one]: (typeof made)[number]) => describeObject(part, days!, one);
  let replaced = 0;
  let objects: readonly PanelObject[] = [];
  const change = (manifest: PanelSetManifest) => {
    if (days === undefined) return manifest;
    const { kept, gone } = divide(manifest.objects, parts, days);
    const fresh = new Set(objects.map(({ part, sha256 }) => `${part} ${sha256}`));
    replaced = gone.filter(({ part, sha256 }) => !fresh.has(`${part} ${sha256}`)).length;
    return withObjects(manifest, [...kept, ...objects]);
  };
  // Nothing is written for a delivery that cannot be committed.
  change(await readManifest(place.artifacts));
  objects = await inBatches(made, async (one) => {
    throwIfAborted(hooks.signal);
    const { object, bytes } = describe(one);
    await putObject(place.bulk, object, bytes);
    return object;
  });
  const { manifest, hasChanged } = await commitManifest(place.artifacts, change, hooks);
  return {
    parts: partRangeText(parts),
    days: days && { from: formatDay(days.first), to: formatDay(days.last) },
    written: objects.length,
    bytes: objects.reduce((sum, { bytes }) => sum + bytes, 0),
    executions: executionsOf(objects),
    otherParts: executionsOf([countsOf(panel)]) - executionsOf(objects),
    replaced,
    hasChanged,
    objects: manifest.objects.length,
    digest: digestOf(manifest.objects),
  };
}

/** All executions of some objects. */
export function executionsOf(objects: readonly Pick<PanelObject, 'passes' | 'fails' | 'errors'>[]): number {
  return objects.reduce((sum, { passes, fails, errors }) => sum + passes + fails + errors, 0);
}

function assertDays(panel: DailyPanel, days: DayRange | undefined): void {
  if (days !== undefined && !(days.first <= days.last)) {
    throw new DqsError('invalid-argument', `expected days from the first to the last, got ${daysText(days)}`);
  }
  const range = panelDayRange(panel);
  if (range === undefined || days === undefined) return;
  if (range.first >= days.first && range.last <= days.last) return;
  const [from, to] = daysText(range).split(' ');
  throw new DqsError(
    'invalid-argument',
    `expected results on the days from ${formatDay(days.first)} to ${formatDay(days.last)}, got some from ${from} to ${to}: ` +
      'leave them out, or name more days',
    { details: { days, range } },
  );
}

function strayParts(parts: PartRange, datasetUuid: string): DqsError {
  const part = partOfDataset(datasetUuid);
  return new DqsError(
    'invalid-argument',
    `expected results of the parts ${partRangeText(parts)} alone, as the names of the folders say that were read, got some of ` +
      `the dataset ${JSON.stringify(datasetUuid)}, which is of part ${partName(part)}: they would be lost. Build all parts in one task`,
    { details: { datasetUuid, part: partName(part) } },
  );
}

/** The objects that a delivery leaves as they are, and those that it replaces. */
function divide(objects: readonly PanelObject[], parts: PartRange, days: DayRange) {
  const touched = objects.filter(
    (one) => hasPart(parts, one.part) && one.days.first <= days.last && one.days.last >= days.first,
  );
  const cut = touched.filter((one) => one.days.first < days.first || one.days.last > days.last);
  if (cut.length > 0) throw overlap(cut, days);
  const gone = new Set(touched);
  return { kept: objects.filter((one) => !gone.has(one)), gone: touched };
}

function overlap(cut: readonly PanelObject[], days: DayRange): DqsError {
  const [first] = cut;
  const span = {
    first: Math.min(days.first, ...cut.map((one) => one.days.first)),
    last: Math.max(days.last, ...cut.map((one) => one.days.last)),
  };
  const more = cut.length > 1 ? `, and ${cut.length - 1} more` : '';
  const [from, to] = daysText(span).split(' ');
  return new DqsError(
    'panel-set-overlap',
    `expected days that replace whole objects of the set, got ${daysText(days)}, which cut the object of part ` +
      `${partName(first!.part)} with the days ${daysText(first!.days)}${more}; deliver all results from ${from} to ${to}`,
    { details: { days, objects: cut.map(({ part, days: own }) => ({ part: partName(part), days: daysText(own) })) } },
  );
}

function withObjects(manifest: PanelSetManifest, objects: readonly PanelObject[]): PanelSetManifest {
  if (objects.length > MAX_OBJECTS) {
    throw new DqsError(
      'invalid-argument',
      `expected at most ${MAX_OBJECTS} objects of a panel set, got ${objects.length}: deliver more days at once`,
    );
  }
  const sorted = [...objects].sort((a, b) => a.part - b.part || a.days.first - b.days.first);
  // Pools of other results would be wrong, which nobody sees.
  const isSame = digestOf(sorted) === digestOf(manifest.objects);
  return { objects: sorted, pools: isSame ? manifest.pools : undefined };
}
