export { replaceInPanelSet, type PanelSetChange, type PanelSetDelivery } from './build.js';
export type { CommitHooks } from './commit.js';
export { parsePartRange, partOfDataset, partsOfTask, type PartRange } from './layout.js';
export type { PanelSetIdentity } from './manifest.js';
export { filesOfParts } from './part-folders.js';
export { listPanelSet, readPanelSet, type ListedObject, type PanelSetListing } from './read.js';
export { poolPanelSet, readPools, type PooledSet } from './pool-set.js';
export type { PoolCounts, PoolGroup } from './pools.js';
export { verifyPanelSet, type PanelSetCheck } from './verify.js';
