import { BACKEND_NAMES, loadBackend } from '../src/index.js';
import { BACKEND_CONTRACT } from '../src/testing/index.js';

describe.each([...BACKEND_NAMES])('the backend %s', (name) => {
  for (const { title, run } of BACKEND_CONTRACT) {
    it(title, async () => run(await loadBackend(name)));
  }
});
