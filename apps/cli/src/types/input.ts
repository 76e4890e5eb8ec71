import { day, flag, path, paths, share } from './kinds.js';

/** What the options that tell what to read may hold. */
export const INPUT_TYPES = {
  input: paths,
  panel: path,
  rejects: path,
  maxRejectRatio: share,
  maxUnreadableRatio: share,
  maxDate: day,
  allowDuplicate: flag,
};
