import type { CourseGrade } from '@dqs/runtime/pages';

/** What became of what was said of a day, in words. */
export const GRADE_WORDS = {
  right: 'right',
  wrong: 'false alarm',
  missed: 'missed',
  quiet: 'quiet',
  intervened: 'intervened',
  ungraded: 'ungraded',
  open: 'open',
  unsaid: 'not said in time',
} as const satisfies Record<CourseGrade, string>;

/** The state whose shape stands beside it; the others are calm. */
export const GRADE_STATES = {
  right: 'ok',
  wrong: 'watch',
  missed: 'failing',
  intervened: 'intervened',
  ungraded: 'unknown',
} as const;
