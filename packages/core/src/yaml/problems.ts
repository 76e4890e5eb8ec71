import type { LineCounter, Node } from 'yaml';

import type { ErrorCode } from '../errors/catalogue.js';
import { DqsError } from '../errors/dqs-error.js';

/** A place in a file, both from 1. */
export interface Position {
  readonly line: number;
  readonly column: number;
}

/** What is wrong at a place. */
export interface Problem extends Position {
  readonly problem: string;
}

/** Problems that a message lists. */
const MOST_PROBLEMS = 20;

/** Problems of a file, by line and column. */
export class Problems {
  readonly #lines: LineCounter;
  readonly found: Problem[] = [];

  constructor(lines: LineCounter) {
    this.#lines = lines;
  }

  /** Line of a node, from 1. */
  lineOf(node: Node | null | undefined): number {
    return this.positionOf(node).line;
  }

  /** Place of a node; the first of the file if there is none. */
  positionOf(node: Node | null | undefined, offset = 0): Position {
    const { line, col } = this.#lines.linePos((node?.range?.[0] ?? 0) + offset);
    return { line, column: col };
  }

  add(node: Node | null | undefined, problem: string): undefined {
    return this.addAt(this.positionOf(node), problem);
  }

  addAt({ line, column }: Position, problem: string): undefined {
    this.found.push({ line, column, problem });
    return undefined;
  }

  /** In the order of the file. */
  sorted(): readonly Problem[] {
    return [...this.found].sort((a, b) => a.line - b.line || a.column - b.column);
  }
}

/** The error about a file with problems; the message shows the first twenty, the details name up to a hundred. */
export function invalidFile(code: ErrorCode, file: string, problems: readonly string[], cause?: unknown): DqsError {
  const shownOnes = problems.slice(0, MOST_PROBLEMS);
  const more = problems.length - shownOnes.length;
  const rest = more > 0 ? `\n  and ${more} more` : '';
  const message =
    problems.length === 1 ? problems[0]! : `${problems.length} problems:\n  ${shownOnes.join('\n  ')}${rest}`;
  const details = { path: file, problems: problems.slice(0, 100).map((one) => one.slice(0, 1000)) };
  return new DqsError(code, message, { cause, details });
}
