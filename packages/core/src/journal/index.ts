export { assertActor } from './actor.js';
export {
  NO_ENTRY,
  readEntry,
  type EntryLink,
  type JournalFormat,
  type JournalPosition,
  type SavedState,
} from './format.js';
export { Journal, type Decision } from './journal.js';
export { seal, sha256, unseal, type Damaged, type Sealed } from './sealed.js';
export {
  assertHead,
  headProblem,
  noteInto,
  verifyChain,
  type ArtifactProblem,
  type ChainCheck,
  type Note,
} from './verify-chain.js';
