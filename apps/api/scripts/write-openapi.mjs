// Writes openapi.json anew. Run from the root: node --conditions=@dqs/source --import tsx apps/api/scripts/write-openapi.mjs
// The types of @dqs/client follow.
// A change that breaks programs written by the document before is refused; --break writes it all the same.
import { execFileSync } from 'node:child_process';
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { format, resolveConfig } from 'prettier';

import { allRoutes, incompatibilities, openapiDocument } from '../src/index.ts';

const file = new URL('../openapi.json', import.meta.url).pathname;
const document = openapiDocument(allRoutes({ isDraining: () => false }));
const broken = existsSync(file) ? incompatibilities(JSON.parse(readFileSync(file, 'utf8')), document) : [];
if (broken.length > 0 && !process.argv.includes('--break')) {
  process.stderr.write(`openapi.json stays as it is, since these changes break programs:\n  ${broken.join('\n  ')}\n`);
  process.exitCode = 1;
} else {
  const options = await resolveConfig(file);
  writeFileSync(file, await format(JSON.stringify(document), { ...options, parser: 'json' }));
  const types = new URL('../../../packages/client/scripts/generate.mjs', import.meta.url).pathname;
  execFileSync(process.execPath, [types], { stdio: 'inherit' });
}
