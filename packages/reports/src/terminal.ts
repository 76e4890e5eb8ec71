/** What a program needs from its start; loads nothing else. */
export { fixed, whole, byteSize, duration } from './text/numbers.js';
export { hasColors, colored, marked } from './text/colors.js';
export { inLine, printable, printableJson, printableData } from './text/printable.js';
export { rowsReadText } from './text/rows-read.js';
export { screenWidth, wrapProse, wrapWords } from './text/screen.js';
