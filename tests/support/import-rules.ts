import { execFileSync } from 'node:child_process';
import { join } from 'node:path';
import { root } from './workspace.js';

/** A text to be linted as if it stood in a file of the workspace. */
export interface Probe {
  readonly file: string;
  readonly text: string;
}

/** What the rules about imports, and no others, say to each of the texts. */
export function lintProbes(probes: readonly Probe[]): string[][] {
  const script = join(root, 'tests', 'support', 'lint-probes.mjs');
  const output = execFileSync(process.execPath, [script, root], { input: JSON.stringify(probes), encoding: 'utf8' });
  return JSON.parse(output) as string[][];
}
