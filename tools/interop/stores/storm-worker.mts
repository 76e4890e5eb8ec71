// One process of the storm: registers a version at a URL and points production at it: `storm-worker URL NAME`.
import { openStore } from '@dqs/cloud';
import { DqsError } from '@dqs/core';

import { factsOf, filesOf, gatesSaying } from '../../../packages/registry/tests/support/fixtures.js';
import { Registry } from '../../../packages/registry/src/index.js';

const [url, name] = process.argv.slice(2) as [string, string];
const registry = new Registry(openStore(url));
/** What may have taken effect is not done again: nobody could tell the two apart. */
async function said<T>(step: Promise<T>): Promise<T | undefined> {
  try {
    return await step;
  } catch (error) {
    if (!DqsError.is(error) || error.code !== 'artifact-unknown') throw error;
    console.log('unknown');
    return undefined;
  }
}

console.log('at work');
const entry = await said(registry.register('orders', { files: filesOf(name), facts: factsOf(), by: name }));
if (entry !== undefined) {
  const { version } = entry.body;
  console.log(`registered ${version}`);
  const promoting = { selector: version, alias: 'production', by: name, gates: gatesSaying(true) };
  if ((await said(registry.promote('orders', promoting))) !== undefined) console.log('promoted');
}
process.exit();
