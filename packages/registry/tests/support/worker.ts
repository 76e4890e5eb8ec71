import { existsSync } from 'node:fs';
import { setTimeout as sleep } from 'node:timers/promises';

import { FileStore } from '@dqs/core';

import { Registry } from '../../src/index.js';
import { factsOf, filesOf, gatesSaying } from './fixtures.js';
import { killAtStep } from '../../../../tools/jest/kill-at-step.mjs';

/** `contend <folder> <name> <go file>`: registers a version and points production at it once the file appears. */
async function contend(folder: string, name: string, go: string): Promise<void> {
  while (!existsSync(go)) await sleep(5);
  const registry = new Registry(new FileStore(folder));
  const { body } = await registry.register('orders', { files: filesOf(name), facts: factsOf(), by: name });
  const gates = gatesSaying(true);
  const { outcome } = await registry.promote('orders', {
    selector: body.version,
    alias: 'production',
    by: name,
    gates,
  });
  process.stdout.write(JSON.stringify({ name, version: body.version, outcome }));
}

/**
 * `die <folder> <operation> <step> <half>`: runs the operation and is killed at that step; prints how many steps it
 * took.
 */
async function dieAt(folder: string, operation: string, step: string, half: string): Promise<void> {
  const stepsSoFar = await killAtStep(Number(step), half === 'half');
  await OPERATIONS[operation]!(new Registry(new FileStore(folder)));
  process.stdout.write(String(stepsSoFar()));
}

const OPERATIONS: Readonly<Record<string, (registry: Registry) => Promise<unknown>>> = {
  register: (registry) => registry.register('orders', { files: filesOf('new'), facts: factsOf(), by: 'dying' }),
  promote: (registry) =>
    registry.promote('orders', { selector: 'latest', alias: 'production', by: 'dying', gates: gatesSaying(true) }),
  rollback: (registry) => registry.rollback('orders', { alias: 'production', by: 'dying', reason: 'alerts' }),
};

const [mode, ...args] = process.argv.slice(2) as [string, string, string, string, string];
await (mode === 'contend' ? contend(args[0], args[1], args[2]) : dieAt(args[0], args[1], args[2], args[3]));
