import { readFileSync } from 'node:fs';

import type { StoreDatabase } from '../../src/index.js';

/** The URL by which an embedded server is reached as any other server is. */
export function embeddedUrl({ socket }: StoreDatabase): string {
  const password = readFileSync(socket!.passwordFile, 'utf8').trim().split(':').at(-1)!;
  return `postgres://dqs:${password}@localhost/postgres?host=${encodeURIComponent(socket!.folder)}`;
}
