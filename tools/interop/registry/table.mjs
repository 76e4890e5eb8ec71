// The table of sizes: what every package weighs, packed and unpacked, and what an empty project with nothing else holds and waits for.
import { statSync } from 'node:fs';
import { join } from 'node:path';
import { output } from '../not-here.mjs';
import { bytesIn, emptyProject } from './project.mjs';

/** The Node that all are installed on. */
const NODE = '24';

/** @returns Markdown, one row a package, in the order of their names. */
export async function sizeTable(archives, { folder, registry }) {
  const rows = [];
  for (const archive of [...archives].sort()) rows.push(await rowOf(archive, { folder, registry }));
  return [
    '| package | packed, kB | unpacked, kB | installed with what it needs, MB | packages | seconds |',
    '| --- | --- | --- | --- | --- | --- |',
    ...rows.map((cells) => `| ${cells.join(' | ')} |`),
    '',
  ].join('\n');
}

async function rowOf(archive, { folder, registry }) {
  const { name } = JSON.parse(output('tar', ['-xzOf', archive, 'package/package.json']));
  const project = await emptyProject(folder, `alone-${name.split('/').at(-1)}`, NODE, registry.npmrc);
  const start = performance.now();
  await project.npm('install', name);
  const seconds = (performance.now() - start) / 1000;
  const modules = join(project.folder, 'node_modules');
  const own = bytesIn(join(modules, name));
  const count = JSON.parse(await project.npm('query', '*')).length - 1;
  const kilobytes = (bytes) => Math.round(bytes / 1000).toLocaleString('en');
  return [
    `\`${name}\``,
    kilobytes(statSync(archive).size),
    kilobytes(own),
    (bytesIn(modules) / 1e6).toFixed(1),
    count,
    seconds.toFixed(1),
  ];
}
