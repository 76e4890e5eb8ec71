import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { delimiter, join } from 'node:path';
import { commandBlocks, runScript } from './commands.js';
import { consumerEnvironment } from './consumer.js';
import type { Outcome } from './process.js';
import { root } from './workspace.js';

/** A folder in which the commands of one guide run, in order. */
export interface GuideFolder {
  readonly folder: string;
  /** Runs a script there, behind the line of the README that puts the program on the path. */
  run(script: string): Outcome;
  remove(): void;
}

/** An empty folder, far from the workspace and whatever stands beside it. */
export function createGuideFolder(): GuideFolder {
  const folder = mkdtempSync(join(tmpdir(), 'dqs-guide-'));
  const run = (script: string) => {
    const lines = [`cd '${root}'`, pathLine(), `cd '${folder}'`, script];
    return runScript(lines.join('\n'), folder, { ...consumerEnvironment(folder), PATH: pathWithoutClone() });
  };
  return { folder, run, remove: () => rmSync(folder, { recursive: true, force: true }) };
}

/** Tests are started by npm, which has put the clone's programs on the path. */
const pathWithoutClone = () =>
  (process.env['PATH'] ?? '')
    .split(delimiter)
    .filter((one) => !one.startsWith(root))
    .join(delimiter);

/** What the README tells a reader to do before the guides. */
function pathLine(): string {
  const lines = commandBlocks('README.md').flatMap(({ script }) => script.split('\n'));
  const [line, ...others] = lines.filter((one) => one.startsWith('export '));
  if (line === undefined || others.length > 0) throw new Error('expected one export line in README.md');
  return line;
}
