import { DqsError, type ErrorCode } from '@dqs/core';

import { resolveInputs } from '../inputs/resolve-inputs.js';
import type { ReadHooks, ReadOptions } from '../options.js';
import { readPanel } from '../read-panel.js';
import type { IngestReport } from '../report.js';
import type { Deliveries, DeliveryOutcome } from './deliveries.js';
import { isDeliveryId } from './layout.js';

/** Options of collecting. */
export interface CollectOptions extends ReadOptions {
  /** The delivery's id, for one input. @default the runs of a tool in it (`dbt:<invocation>`), else the sha256 of each input's content */
  readonly id?: string;
  /** As that of `NewDelivery`. @default false */
  readonly isCorrection?: boolean;
  readonly by: string;
}

/** What became of one input. */
export type Collected = { readonly path: string } & (
  | (DeliveryOutcome & { readonly report: IngestReport })
  | { readonly outcome: 'failed'; readonly code: ErrorCode; readonly message: string; readonly error: DqsError }
);

/**
 * Reads inputs and adds each of them as one delivery. An input that cannot be read keeps none of the others out.
 *
 * @param inputs as for `readPanel`.
 * @throws DqsError `input-not-found`, `invalid-argument` for an id or a rejects file together with several inputs,
 * `aborted`, and whatever concerns the store and not an input.
 */
export async function collect(
  deliveries: Deliveries,
  inputs: readonly string[],
  { id, by, isCorrection, ...options }: CollectOptions,
  hooks: ReadHooks = {},
): Promise<readonly Collected[]> {
  const paths = await resolveInputs(inputs);
  assertOneInput(paths, id === undefined ? undefined : 'an id of a delivery');
  assertOneInput(paths, options.rejectsFile === undefined ? undefined : 'a rejects file');
  const collected: Collected[] = [];
  for (const path of paths) {
    const read = await readOne(path, options, hooks);
    if ('error' in read) collected.push(read);
    else {
      const [file] = read.report.files;
      const content = file!.sha256!;
      const added = await deliveries.add({
        id: id ?? runOf(file!.tool?.deliveryId) ?? content,
        panel: read.panel,
        facts: read.facts,
        name: path,
        content,
        by,
        isCorrection,
      });
      collected.push({ path, ...added, report: read.report });
    }
  }
  return collected;
}

/** The run that a tool names, unless it can be no id. */
function runOf(name: string | undefined): string | undefined {
  return name !== undefined && isDeliveryId(name) ? name : undefined;
}

async function readOne(path: string, options: ReadOptions, hooks: ReadHooks) {
  try {
    return await readPanel([path], { ...options, fingerprint: true }, hooks);
  } catch (error) {
    if (!DqsError.is(error) || error.code === 'aborted') throw error;
    return { path, outcome: 'failed' as const, code: error.code, message: error.message, error };
  }
}

function assertOneInput(paths: readonly string[], what: string | undefined): void {
  if (what === undefined || paths.length === 1) return;
  throw new DqsError('invalid-argument', `expected one input together with ${what}, got ${paths.length}`);
}
