import type { Outcome } from '@dqs/core';

/** The tools whose results are read. */
export const TOOL_NAMES = ['dbt', 'great-expectations', 'soda', 'deequ', 'openlineage', 'elementary'] as const;

/** The name of a tool. */
export type ToolName = (typeof TOOL_NAMES)[number];

/** Why a tool's result is no row: nothing was executed, or it is in already. */
export const SKIP_REASONS = {
  'already-counted': 'the same check of the same run is in already',
  'not-a-check': 'a result of something that checks nothing, such as a model',
  'not-executed': 'listed by a command that executes no checks, such as dbt compile',
  'not-finished': 'told at the start of a run, which tells it again at its end',
  skipped: 'the tool left the check out',
  'without-verdict': 'a measurement that says neither pass nor fail',
} as const;

/** A key of {@link SKIP_REASONS}. */
export type SkipReason = keyof typeof SKIP_REASONS;

/** How often each reason occurred; reasons that did not occur are absent. */
export type SkipCounts = Readonly<Partial<Record<SkipReason, number>>>;

/** Rows of a dataset that a check looked at. */
export interface CheckedRows {
  readonly tested: number;
  /** 0 to `tested`. */
  readonly failed: number;
}

/** One execution of one check by a tool. Texts are as the tool writes them; unknown ones are "" or absent. */
export interface ToolCheck {
  /** The run, behind the name of the tool: a name that no other run has. */
  readonly run: string;
  /** The check among those of its run: the same execution has the same name wherever it is told. */
  readonly check: string;
  /** Where the dataset lies: a project, a connection. */
  readonly source: string;
  readonly datasetUuid: string;
  readonly datasetName: string;
  /** The same for every execution of the check; no other check of the dataset has it. */
  readonly ruleCode: string;
  /** When it was executed: a time with or without its zone, or a date. */
  readonly time: string;
  /** `error` where the tool tried and could not tell. */
  readonly outcome: Outcome;
  readonly level?: string;
  readonly attribute?: string;
  /** Records of the dataset. */
  readonly recordCount?: number | undefined;
  /** Absent where the tool does not tell both counts, or where rows are not what it checks. */
  readonly rows?: CheckedRows | undefined;
  readonly severity?: string | undefined;
  readonly owner?: string | undefined;
  readonly tags?: readonly string[];
  readonly description?: string | undefined;
  readonly runbook?: string | undefined;
  /** The result as the file holds it, for the rejects file. */
  readonly raw: unknown;
}

/** What a tool's file holds. */
export interface ToolReading {
  readonly tool: ToolName;
  /** What the file is and what wrote it: `run-results v6, dbt 1.9.0`. */
  readonly version: string;
  readonly checks: readonly ToolCheck[];
  readonly skipped: SkipCounts;
  /** Whether the rows of checks alone are counted: the file has no verdicts. */
  readonly isMeasurement?: boolean;
  /** What a reader of the report should know. */
  readonly notes: readonly string[];
}

/** Counts reasons. */
export class SkipCounter {
  readonly #counts: Partial<Record<SkipReason, number>> = {};

  add(reason: SkipReason, count = 1): void {
    if (count > 0) this.#counts[reason] = (this.#counts[reason] ?? 0) + count;
  }

  /** What was counted. */
  counts(): SkipCounts {
    return { ...this.#counts };
  }
}
