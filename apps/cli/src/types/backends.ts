import { list } from './kinds.js';

/** What the options of choosing between backends and of explanations may hold. */
export const BACKEND_TYPES = { only: list };
