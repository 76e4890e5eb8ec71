// Runs the suites of both contracts against a place of a cloud that the environment leads to: `contract.mts s3|az|gs [direct URL]`.
// Prints, as JSON, how many facts held and which did not.
import { openBulkStore, openStore } from '@dqs/cloud';
import { ARTIFACT_STORE_CONTRACT, BULK_STORE_CONTRACT } from '@dqs/core/testing';

import { makeBucket, type Cloud } from './buckets.mjs';

const cloud = process.argv[2] as Cloud;
const failed: { title: string; problem: string }[] = [];
let passed = 0;

async function check(title: string, run: (url: string) => Promise<void>) {
  const url = await makeBucket(cloud, `dqs-${process.pid}-${passed + failed.length}`);
  try {
    await run(url);
    passed += 1;
  } catch (error) {
    const cause = (error as Error).cause;
    failed.push({
      title,
      problem: `${String(error)}${cause === undefined ? '' : ` (${String(cause)})`}`.slice(0, 500),
    });
  }
}

for (const { title, run } of ARTIFACT_STORE_CONTRACT) await check(title, (url) => run(() => openStore(url)));
for (const { title, run } of BULK_STORE_CONTRACT) {
  await check(`large objects: ${title}`, (url) =>
    run({ artifacts: () => openStore(url), bulk: () => openBulkStore(url) }),
  );
}
console.log(JSON.stringify({ passed, failed }));
process.exit();
