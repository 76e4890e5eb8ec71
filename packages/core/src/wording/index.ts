export { lateText, seriesName } from './data.js';
export { lineText } from './line.js';
export {
  countText,
  FEW_FORECASTS,
  listText,
  NO_BREAK_SPACE,
  oddsRangeText,
  oddsText,
  passText,
  targetText,
} from './numbers.js';
export { dateText, durationText, nearDayText, weekdayText } from './times.js';
export { instantOf, isZone, localTime, type LocalTime } from './zones.js';
export { STATE_LOOKS, type StateLook } from './state-looks.js';
