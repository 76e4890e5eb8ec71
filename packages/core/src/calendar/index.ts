export { isOpen, nextChange, nextOpening, type Calendar } from './calendar.js';
export { DURATION_UNITS, durationOf } from './durations.js';
export { CALENDAR_FIELDS, calendarOf, checkHours, DURATION, ZONE } from './shapes.js';
export {
  parseClock,
  parseDuration,
  parseIsoDay,
  parseQuota,
  parseRate,
  parseSpan,
  type Quota,
  type Rate,
  type Span,
} from './spans.js';
