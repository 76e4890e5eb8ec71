import { text } from './kinds.js';

/** What the options of the registry of versions may hold. */
export const REGISTRY_TYPES = {
  registry: text,
};
