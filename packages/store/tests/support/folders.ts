import { chmodSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

/** A folder of a test file, open to the server's user and removed afterwards. */
export function testFolder(): (name: string) => string {
  const folder = mkdtempSync(join(tmpdir(), 'dqs-store-'));
  // mkdtemp makes it for its owner alone; run by root, the server is another user.
  chmodSync(folder, 0o711);
  afterAll(() => rmSync(folder, { recursive: true, force: true }));
  return (name) => join(folder, name);
}
