import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

import { Random } from '@dqs/core';
import { ARTIFACT_STORE_CONTRACT, BULK_STORE_CONTRACT } from '@dqs/core/testing';

import { CloudBulkStore } from '../src/cloud-bulk-store.js';
import { CloudStore } from '../src/cloud-store.js';
import { openBulkStore, openStore } from '../src/index.js';
import { Remote } from '../src/remote.js';
import { MemoryCloud, type Fault } from './support/memory-driver.js';

/** Enough that a request of which a third goes wrong gets through. */
const PATIENCE = { attempts: 40, pauseMs: 0 };
const KINDS: readonly (readonly [string, readonly Fault[]])[] = [
  ['that always answers', []],
  ['that drops answers after it has acted', ['lost-answer']],
  ['that says 503, before or after it has acted', ['unavailable', 'unavailable-after']],
  ['that says 409', ['conflict']],
  ['that resets connections', ['reset']],
  ['with all of it', ['lost-answer', 'unavailable', 'conflict', 'reset', 'unavailable-after']],
];

/**
 * A third of the requests goes wrong, always the same ones. At equal distances, a writer in step with a reader would meet
 * nothing but faults.
 */
function faultsAtRandom(faults: readonly Fault[]) {
  const random = new Random(1);
  return () => faults[Math.floor(random.next() * faults.length * 3)];
}

describe.each(KINDS)('a cloud %s', (_, faults) => {
  const open = () => {
    const cloud = new MemoryCloud();
    cloud.fault = faultsAtRandom(faults);
    const remote = () => new Remote(async () => cloud.driver(), '', PATIENCE);
    return { artifacts: () => new CloudStore(remote()), bulk: () => new CloudBulkStore(remote()) };
  };

  it.each(ARTIFACT_STORE_CONTRACT)('$title', ({ run }) => run(open().artifacts));
  it.each(BULK_STORE_CONTRACT)('large objects: $title', ({ run }) => run(open()));
});

describe('file: URLs', () => {
  let url: string;
  beforeEach(() => {
    url = `file:${mkdtempSync(join(tmpdir(), 'dqs-cloud-'))}`;
  });
  afterEach(() => rmSync(url.slice('file:'.length), { recursive: true, force: true }));

  it.each(ARTIFACT_STORE_CONTRACT)('$title', ({ run }) => run(() => openStore(url)));
  it.each(BULK_STORE_CONTRACT)('large objects: $title', ({ run }) =>
    run({ artifacts: () => openStore(url), bulk: () => openBulkStore(url) }),
  );
});
