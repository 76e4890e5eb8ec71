export { lineText } from './line.js';
export { countText, listText, NO_BREAK_SPACE, oddsText, passText, targetText } from './numbers.js';
export { dateText, durationText, localTime, nearDayText, weekdayText, type LocalTime } from './times.js';
export { STATE_LOOKS, type StateLook } from './state-looks.js';
