/**
 * Every error code of DQS, with the sentence that explains it. Callers branch on the code, people read the message.
 * `docs/errors.md` lists the same codes; a test compares the two.
 */
export const ERROR_CATALOGUE = {
  aborted: 'The work was interrupted by the caller (Ctrl-C or an AbortSignal); nothing half-written remains.',
  'artifact-busy': 'Another process keeps the lock of an artifact for longer than any write takes.',
  'artifact-conflict': 'An artifact is not what the writer expected it to be: another writer was faster.',
  'artifact-not-found': 'An artifact store holds nothing under a key.',
  'batch-busy': 'Another process is working on the same batch run.',
  'batch-changed': 'An unfinished batch run began with another input, model or configuration.',
  'batch-state-invalid': 'A folder holds no batch run that can be shown or gone on with.',
  'batch-too-many-errors': 'More records of a batch run became dead letters than --max-error-ratio allows.',
  'batch-worker-failed': 'The workers of a batch run cannot start, or too many records bring them down.',
  'bundle-corrupt': 'A file of a bundle is missing or its bytes do not match the sha256 in the manifest.',
  'bundle-invalid': 'A directory is not a bundle, or its manifest is of a schema this version does not know.',
  'bundle-spec-mismatch': 'The feature contract in a bundle is not the one this version would compute.',
  'config-invalid': 'An option, environment variable or configuration file holds a value that is not allowed.',
  'experiment-exists': 'An experiment of that name is there already.',
  'experiment-invalid': 'The log of an experiment has lost what it cannot do without.',
  'experiment-stopped': 'The experiment has been stopped and takes no more records.',
  'experiment-unknown': 'There is no experiment of that name.',
  'feature-mismatch': 'The columns given to a model are not the ones it was trained on.',
  'input-column-missing': 'A required column is not in the input.',
  'input-duplicate': 'An input has the same content as one that the panel holds already.',
  'input-empty': 'An input holds no row that can be used.',
  'input-not-found': 'An input file, folder or pattern matches nothing.',
  'input-too-many-rejects': 'More rows were rejected than --max-reject-ratio allows.',
  'input-truncated': 'A compressed or binary input ends too early or is damaged.',
  'input-unreadable': 'An input exists but cannot be read or understood.',
  internal: 'A promise inside DQS was broken; this is a defect worth a report.',
  'invalid-argument': 'A function was called with a value outside what it accepts.',
  'model-backend-invalid': 'A package named as a model backend cannot be loaded, or exports none that fits.',
  'model-backend-unknown': 'No model backend has that name.',
  'model-backend-unsupported': 'The model backend cannot do what was asked of it; its capabilities say so.',
  'model-engine-missing': 'The library that a model backend runs on is not installed or cannot be loaded.',
  'model-training-failed': 'The learner could not train a model from this data.',
  'not-enough-history': 'The history is too short for what was asked of it.',
  'output-not-writable': 'A result cannot be written: permission, missing folder or full disk.',
  'panel-busy': 'Another program is updating the saved panel.',
  'panel-invalid': 'A saved panel is damaged or of a version this program does not know.',
  'rules-invalid': 'The rule metadata file cannot be read or holds entries that do not fit.',
  'series-unknown': 'The history holds no series of that dataset and rule.',
} as const;

/** A code of {@link ERROR_CATALOGUE}. */
export type ErrorCode = keyof typeof ERROR_CATALOGUE;
