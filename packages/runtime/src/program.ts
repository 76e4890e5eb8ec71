export { createLogger, type LogLevel, type TerminalTexts } from './logger.js';
export { assertPlaces, type PlaceRules } from './places/assert-places.js';
