// Runs the contract suite over the backend. It needs no test runner: a check throws where a promise is broken.
import { BACKEND_CONTRACT } from '@dqs/model-backends/testing';

import { backend } from './index.mjs';

let failures = 0;
for (const { title, run } of BACKEND_CONTRACT) {
  try {
    await run(backend);
    console.log(`ok      ${title}`);
  } catch (error) {
    failures += 1;
    console.log(`broken  ${title}\n        ${error.message}`);
  }
}
process.exitCode = failures === 0 ? 0 : 1;
