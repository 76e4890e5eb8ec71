// Writes the types of the client from apps/api/openapi.json; --check compares them and writes nothing.
import { readFileSync, writeFileSync } from 'node:fs';
import { format, resolveConfig } from 'prettier';
import openapiTS, { astToString } from 'openapi-typescript';

const source = new URL('../../../apps/api/openapi.json', import.meta.url);
const file = new URL('../src/generated/schema.ts', import.meta.url).pathname;
const top = '// Written by scripts/generate.mjs from the OpenAPI document of the API.\n';
const nodes = await openapiTS(JSON.parse(readFileSync(source, 'utf8')), { immutable: true, defaultNonNullable: false });
const text = await format(top + astToString(nodes), { ...(await resolveConfig(file)), parser: 'typescript' });
if (!process.argv.includes('--check')) writeFileSync(file, text);
else if (readFileSync(file, 'utf8') !== text) {
  process.stderr.write('the types are not those of apps/api/openapi.json: node packages/client/scripts/generate.mjs\n');
  process.exitCode = 1;
}
