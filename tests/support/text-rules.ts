/** A file and what is in it. */
export interface FileText {
  readonly file: string;
  readonly text: string;
}

/** A line that breaks a rule. */
export interface Finding {
  readonly file: string;
  readonly line: number;
  readonly text: string;
}

/** Every line that matches the pattern. */
export function findLines(files: readonly FileText[], pattern: RegExp): Finding[] {
  return files.flatMap(({ file, text }) =>
    text
      .split('\n')
      .flatMap((line, index) => (pattern.test(line) ? [{ file, line: index + 1, text: line.trim() }] : [])),
  );
}

/** One finding a line, `file:line: text`; empty when there is none. */
export const describeFindings = (findings: readonly Finding[]): string =>
  findings.map(({ file, line, text }) => `${file}:${line}: ${text}`).join('\n');

const SPLIT_LINES = 400;
const WALL_LINES = 800;
const REASON_WITHIN_LINES = 10;

/**
 * Files that ought to be split: over 800 lines, or over 400 without a comment in the first ten lines that gives the
 * reason in a sentence with the word "long" or "length" in it.
 */
export function findLongFiles(files: readonly FileText[]): string[] {
  return files.flatMap(({ file, text }) => {
    const lines = text.split('\n').length - (text.endsWith('\n') ? 1 : 0);
    if (lines <= SPLIT_LINES || (lines <= WALL_LINES && givesReason(text))) return [];
    return [`${file}: ${lines} lines`];
  });
}

const givesReason = (text: string) =>
  text
    .split('\n')
    .slice(0, REASON_WITHIN_LINES)
    .some((line) => /^\s*(?:\/\/|\/?\*|#).*\blong|\blength/i.test(line));
