import { codeBlocks } from './markdown.js';
import { runProcess } from './process.js';
import { read } from './workspace.js';
import type { Outcome } from './process.js';

/** A block of shell commands in a Markdown file. */
export interface CommandBlock {
  readonly file: string;
  readonly line: number;
  readonly script: string;
}

/** Not run from a test: they run the tests themselves, take very long, or leave this machine. Their names are checked. */
const NOT_RUN =
  /^\s*(?:npm test|npm run (?:check|bench|test)|(?:bash )?\.ci\/run|git (?:clone|push)|npx nx release|npm publish)\b/;

/** Shell blocks of a file, in order. */
export function commandBlocks(file: string): CommandBlock[] {
  return codeBlocks(read(file))
    .filter(({ language }) => ['sh', 'bash'].includes(language))
    .map(({ code, line }) => ({ file, line, script: code }));
}

/** The script without the commands that a test does not run. */
export const runnable = (script: string): string =>
  script
    .split('\n')
    .filter((line) => !NOT_RUN.test(line))
    .join('\n');

/** Names of the npm scripts that a script mentions. */
export const npmScripts = (script: string): string[] =>
  [...script.matchAll(/\bnpm (?:run (?:--silent )?([\w:-]+)|(test))/g)].map((match) => match[1] ?? match[2]!);

/** Runs a script with bash; the first command that fails ends it. */
export const runScript = (script: string, folder: string, env: NodeJS.ProcessEnv): Outcome =>
  runProcess('bash', ['-euo', 'pipefail', '-c', script], folder, env);

/** One test for each shell block of the file, in order. */
export function testCommandBlocks(file: string, run: (script: string) => Outcome): void {
  for (const block of commandBlocks(file)) {
    const script = runnable(block.script);
    if (script.trim() === '') continue;
    it(`${file}:${block.line} ${script.trim().split('\n')[0]}`, () => {
      const { code, output } = run(script);
      if (code !== 0) throw new Error(`${file}:${block.line} ended with code ${code}:\n${script}\n${output}`);
    });
  }
}
