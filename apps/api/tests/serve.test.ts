import { existsSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

import { SILENT_LOGGER } from '@dqs/core';
import { openDatabase } from '@dqs/store';

import { serveApi } from '../src/index.js';

const store = mkdtempSync(join(tmpdir(), 'dqs-api-serve-'));
const folder = join(store, 'postgres');
afterAll(() => rmSync(store, { recursive: true, force: true }));

it('a server that cannot start leaves no database running', async () => {
  await (await openDatabase({ folder })).close();
  const hooks = { signal: new AbortController().signal, logger: SILENT_LOGGER };
  const started = serveApi({ store, webhookNetworks: ['nowhere'] }, hooks, () => undefined);
  await expect(started).rejects.toMatchObject({ code: 'invalid-argument' });
  expect(existsSync(join(folder, 'data', 'postmaster.pid'))).toBe(false);
});
