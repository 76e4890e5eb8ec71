/** Hours after the end of a day from which on it is graded with what is there. */
export const DEFAULT_GRACE_HOURS = 48;
