import { screenWidth } from '@dqs/reports/terminal';

/** Columns of help; longer lines are hard to read. */
const MAX_HELP_WIDTH = 100;
/** How a line of a shell that goes on begins. */
const INDENT = '      ';

/** Columns that help may take: those of the terminal, or of COLUMNS where there is none, as most programs do. */
export function helpWidth(): number {
  const told = Number(process.env['COLUMNS']);
  const columns = screenWidth() ?? (Number.isInteger(told) && told >= 40 ? told : MAX_HELP_WIDTH);
  return Math.min(MAX_HELP_WIDTH, columns);
}

/** The examples of a command, whose lines can be copied into a shell: a long one goes on after a backslash. */
export function exampleLines(examples: readonly string[], width = helpWidth()): string {
  return examples.map((example) => continued(`  $ ${example}`, width)).join('\n');
}

function continued(line: string, width: number): string {
  if (line.length <= width) return line;
  // Only in front of an option or a pipe: a blank anywhere else may be inside quotes.
  const ends = [...line.matchAll(/ (?=--?[a-z]|\||&&)/g)].map(({ index }) => index).filter((index) => index > 8);
  const end = ends.filter((index) => index <= width - 2).at(-1) ?? ends[0];
  if (end === undefined) return line;
  return `${line.slice(0, end)} \\\n${continued(INDENT + line.slice(end + 1), width)}`;
}
