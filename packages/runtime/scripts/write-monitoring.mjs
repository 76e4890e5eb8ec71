// Writes monitoring/ anew. Run from the root: node --conditions=@dqs/source --import tsx packages/runtime/scripts/write-monitoring.mjs
import { mkdirSync, writeFileSync } from 'node:fs';
import { dirname } from 'node:path';
import { format } from 'prettier';

import { monitoringTexts } from '../src/monitoring/files.ts';

for (const [name, text] of monitoringTexts()) {
  const file = new URL(`../../../monitoring/${name}`, import.meta.url).pathname;
  mkdirSync(dirname(file), { recursive: true });
  const parser = name.endsWith('.yml') ? 'yaml' : 'json';
  writeFileSync(file, await format(text, { parser, singleQuote: true, printWidth: 120 }));
}
