import { existsSync } from 'node:fs';
import { setTimeout as sleep } from 'node:timers/promises';

import { FileStore } from '@dqs/core';

import { killAtStep } from '../../../../tools/jest/kill-at-step.mjs';
import { Deliveries } from '../../src/deliveries/deliveries.js';
import { replaceInPanelSet } from '../../src/panel-set/build.js';
import { poolPanelSet } from '../../src/panel-set/pool-set.js';
import { panelOf } from './delivered.js';
import { placeAt } from './panel-sets.js';

/** `contend <folder> <id> <go file>`: adds the same delivery as all the others once the file appears. */
async function contend(folder: string, id: string, go: string): Promise<string> {
  while (!existsSync(go)) await sleep(5);
  const { outcome } = await new Deliveries(new FileStore(folder)).add({
    id,
    panel: panelOf('shared'),
    name: 'shared.csv',
    by: `process ${process.pid}`,
  });
  return outcome;
}

/** `die <folder> <operation> <step> <half>`: runs the operation and is killed at that step; prints the steps it took. */
async function dieAt(folder: string, operation: string, step: string, half: string): Promise<string> {
  const stepsSoFar = await killAtStep(Number(step), half === 'half');
  const deliveries = new Deliveries(new FileStore(folder));
  if (operation === 'panel set') await replaceInPanelSet(placeAt(folder), { panel: panelOf('dying') });
  else if (operation === 'pools') await poolPanelSet(placeAt(folder), 'set');
  else if (operation === 'compact') await deliveries.compact('dying');
  else await deliveries.add({ id: operation, panel: panelOf('dying'), name: 'dying.csv', by: 'dying' });
  return String(stepsSoFar());
}

const [mode, ...args] = process.argv.slice(2) as [string, string, string, string, string];
process.stdout.write(
  await (mode === 'contend' ? contend(args[0], args[1], args[2]) : dieAt(args[0], args[1], args[2], args[3])),
);
