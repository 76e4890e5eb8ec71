// Size of a history.
export { shapeOf, type Shape, type ShapeRequest } from './shape.js';

// Drawing a history, and its text.
export { drawHistory, historyText, type GeneratedCounts, type SyntheticHistory } from './history.js';
export { ruleMetadata, type SyntheticRule } from './rules.js';
export type { Level, SyntheticDataset, SyntheticSeries } from './series.js';

// Files.
export { fileFormat, type FileFormat, type RowFormat } from './row-format.js';
export { writeHistory, type WriteHistoryHooks, type WriteHistoryOptions } from './write-history.js';
export type { RowTexts } from './garbage.js';
