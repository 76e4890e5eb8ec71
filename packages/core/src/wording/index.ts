export { lineText } from './line.js';
export { countText, listText, NO_BREAK_SPACE, oddsText, passText, targetText } from './numbers.js';
export { dateText, durationText, nearDayText, weekdayText } from './times.js';
export { instantOf, isZone, localTime, type LocalTime } from './zones.js';
export { STATE_LOOKS, type StateLook } from './state-looks.js';
