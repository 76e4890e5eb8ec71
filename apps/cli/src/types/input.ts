import { flag, list, share, text } from './kinds.js';

/** What the options that tell what to read may hold. */
export const INPUT_TYPES = {
  input: list,
  panel: text,
  rejects: text,
  maxRejectRatio: share,
  maxUnreadableRatio: share,
  allowDuplicate: flag,
};
