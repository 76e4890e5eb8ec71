// Writes what stands in deploy/ of the repository: the base, the overlays and the chart. A test compares them with the sources.
// Usage: node --conditions=@dqs/source --import tsx packages/deploy/scripts/write-deploy.mjs
import { mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { chartFiles, kustomizeFiles } from '../src/index.ts';

const target = fileURLToPath(new URL('../../../deploy/', import.meta.url));
const { version } = JSON.parse(readFileSync(new URL('../package.json', import.meta.url), 'utf8'));
for (const folder of ['base', 'overlays', 'chart']) rmSync(join(target, folder), { recursive: true, force: true });
for (const [path, text] of [...kustomizeFiles(), ...chartFiles(version)]) {
  mkdirSync(dirname(join(target, path)), { recursive: true });
  writeFileSync(join(target, path), text);
}
