/** Share of quiet days on which a check may still find something. */
export const DEFAULT_FALSE_ALARM_DAYS = 0.05;
