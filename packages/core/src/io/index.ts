export { recoverDirectory, writeDirectoryAtomic } from './atomic-directory.js';
export { writeAtomically, writeFileAtomic } from './atomic-write.js';
export { assertDistinctPlaces, type RunPlace, type RunPlaces } from './distinct-places.js';
export { assertLocalPath, pathProblem } from './local-path.js';
export { notWritable } from './not-writable.js';
export { copyToStream, endOfLinks, outputPlace, type OutputPlace } from './output-place.js';
export { takeFileLock, withFileLock, type FileLock, type FileLockOptions } from './file-lock.js';
export { assertWritablePlace } from './writable-place.js';
export { assertOutputFolder, textFile, writeTogether, type PlannedFile } from './write-together.js';
