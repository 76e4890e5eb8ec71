// After all test files of the pages: ends the server that they have shared, if any of them has started it.
const { existsSync, readFileSync, rmSync } = require('node:fs');
const { join } = require('node:path');
const { setTimeout: sleep } = require('node:timers/promises');

module.exports = async () => {
  const place = process.env.DQS_PAGES_SHARED;
  const told = join(place, 'demo.json');
  if (existsSync(told)) {
    const { pid, folder } = JSON.parse(readFileSync(told, 'utf8'));
    if (isThere(pid)) process.kill(pid, 'SIGTERM');
    while (isThere(pid)) await sleep(50);
    rmSync(folder, { recursive: true, force: true });
  }
  rmSync(place, { recursive: true, force: true });
};

function isThere(pid) {
  try {
    return process.kill(pid, 0);
  } catch {
    return false;
  }
}
