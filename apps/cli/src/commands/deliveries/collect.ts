import { EXIT } from '@dqs/core';
import { collect, type Collected, type Deliveries } from '@dqs/ingestion';
import { collectedText, deliveryRecord } from '@dqs/reports/text';
import { actorOf } from '@dqs/runtime';
import { openDeliveries, readOptions, warnOfRejects } from '@dqs/runtime/history';
import { required, type LOGS } from '@dqs/runtime/settings';

import type { CommandContext, CommandResult } from '../../run.js';

type ReadNames = Exclude<(typeof LOGS)[number], 'panel' | 'input'> | 'store' | 'by' | 'threads';
type Context = CommandContext<ReadNames>;

/** `dqs collect`: adds each input to a store as one delivery. */
export async function collectInputs(
  context: CommandContext<ReadNames | 'input' | 'deliveryId'>,
): Promise<CommandResult> {
  const { input, deliveryId } = context.settings;
  const inputs = required(input, 'input');
  return addTo(await openDeliveries(context.settings), inputs, { id: deliveryId }, context);
}

/** `dqs deliveries replace`: an input takes the place of a delivery. */
export async function replaceDelivery(
  context: CommandContext<ReadNames | 'delivery' | 'correction'>,
): Promise<CommandResult> {
  const { delivery, correction } = context.settings;
  const id = required(delivery, 'delivery');
  const input = required(correction, 'correction');
  const deliveries = await openDeliveries(context.settings);
  // Throws where there is nothing to replace.
  await deliveries.versions(id);
  return addTo(deliveries, [input], { id, isCorrection: true }, context);
}

async function addTo(
  deliveries: Deliveries,
  inputs: readonly string[],
  identity: { readonly id?: string; readonly isCorrection?: boolean },
  { settings, hooks }: Context,
): Promise<CommandResult> {
  const options = { ...readOptions(settings), ...identity, by: actorOf(settings) };
  const collected = await collect(deliveries, inputs, options, hooks);
  for (const one of collected) if ('report' in one) warnOfRejects(one.report, settings, hooks);
  const failed = collected.filter((one) => one.outcome === 'failed');
  // Of one input there is nothing else to tell.
  if (collected.length === 1 && failed.length === 1) throw failed[0]!.error;
  return {
    json: { store: settings.store, deliveries: collected.map(recordOf), failed: failed.length },
    text: () => collectedText(settings.store!, collected),
    exitCode: failed.length > 0 ? EXIT.failed : EXIT.ok,
  };
}

function recordOf(one: Collected) {
  const { path, outcome } = one;
  if (one.outcome === 'failed') return { path, outcome, code: one.code, message: one.message };
  const { rows, rowsUsed, rowsRejected } = one.report;
  return { path, outcome, rows, rowsUsed, rowsRejected, ...deliveryRecord(one.entry) };
}
