import { EXIT, type ExitCode } from './exit-codes.js';

/** What is known of an error code beforehand. */
export interface ErrorEntry {
  /** The sentence that explains it. */
  readonly meaning: string;
  /** What a program ends with that this error ends. */
  readonly exitCode: ExitCode;
  /** What to do next at the command line, where the message does not say it already. */
  readonly hint?: string;
}

const endsWith =
  (exitCode: ExitCode) =>
  (meaning: string, hint?: string): ErrorEntry => ({ meaning, exitCode, ...(hint !== undefined && { hint }) });

const [failed, wrongUse] = [endsWith(EXIT.failed), endsWith(EXIT.wrongUse)];
const [gateFailed, interrupted] = [endsWith(EXIT.gateFailed), endsWith(EXIT.interrupted)];

/**
 * Every error code of DQS, the one declaration of what it means, what a program ends with and the hint it prints. Callers
 * branch on the code, people read the message. `docs/errors.md` lists the same; a test compares the two.
 */
export const ERROR_CATALOGUE = {
  aborted: interrupted(
    'The work was interrupted by the caller (Ctrl-C or an AbortSignal); nothing half-written remains.',
  ),
  'archive-invalid': failed('An archive of a version is damaged, or holds what no archive of ours would hold.'),
  'artifact-busy': failed('Another process keeps the lock of an artifact for longer than any write takes.'),
  'artifact-conflict': failed('An artifact is not what the writer expected it to be: another writer was faster.'),
  'artifact-not-found': failed('An artifact store holds nothing under a key.'),
  'batch-busy': failed('Another process is working on the same batch run.'),
  'batch-changed': failed('An unfinished batch run began with another input, model or configuration.'),
  'batch-state-invalid': failed('A folder holds no batch run that can be shown or gone on with.'),
  'batch-too-many-errors': failed('More records of a batch run became dead letters than --max-error-ratio allows.'),
  'batch-worker-failed': failed('The workers of a batch run cannot start, or too many records bring them down.'),
  'bundle-corrupt': failed(
    'A file of a bundle is missing, no regular file, or not of the size and sha256 in the manifest.',
  ),
  'bundle-invalid': failed('A directory is not a bundle, or its manifest is of a schema this version does not know.'),
  'bundle-spec-mismatch': failed(
    'The feature contract in a bundle is not the one this version would compute.',
    'train the bundle again with this version: dqs train --out <dir>',
  ),
  'config-invalid': wrongUse(
    'An option, environment variable or configuration file holds a value that is not allowed.',
  ),
  'experiment-exists': failed('An experiment of that name is there already.'),
  'experiment-invalid': failed('The log of an experiment has lost what it cannot do without.'),
  'experiment-stopped': failed('The experiment has been stopped and takes no more records.'),
  'experiment-unknown': failed('There is no experiment of that name.'),
  'feature-mismatch': failed('The columns given to a model are not the ones it was trained on.'),
  'gates-failed': gateFailed('A gate failed for a version, and nobody overrides it.'),
  'input-column-missing': failed(
    'A required column is not in the input.',
    'columns are found by name, in any order; see the list in the README',
  ),
  'input-duplicate': failed('An input has the same content as one that the panel holds already.'),
  'input-empty': failed('An input holds no row that can be used.'),
  'input-not-found': failed('An input file, folder or pattern matches nothing.'),
  'input-too-many-rejects': failed(
    'More rows were rejected than --max-reject-ratio allows.',
    'see what was rejected with --rejects <file>, or allow more with --max-reject-ratio',
  ),
  'input-too-many-unreadable': failed('More results say neither pass nor fail than --max-unreadable-ratio allows.'),
  'input-truncated': failed('A compressed or binary input ends too early or is damaged.'),
  'input-unreadable': failed('An input exists but cannot be read or understood.'),
  internal: failed(
    'A promise inside DQS was broken; this is a defect worth a report.',
    'this is a defect: please report it with what --verbose shows',
  ),
  'invalid-argument': wrongUse('A function was called with a value outside what it accepts.'),
  'model-backend-invalid': failed('A package named as a model backend cannot be loaded, or exports none that fits.'),
  'model-backend-unknown': wrongUse('No model backend has that name.'),
  'model-backend-unsupported': wrongUse('The model backend cannot do what was asked of it; its capabilities say so.'),
  'model-engine-missing': failed('The library that a model backend runs on is not installed or cannot be loaded.'),
  'model-exists': failed('The name for a model is, or was, that of another one.'),
  'model-training-failed': failed('The learner could not train a model from this data.'),
  'not-enough-history': failed(
    'The history is too short for what was asked of it.',
    'dqs ingest adds the results to a saved panel and shows the range of their dates',
  ),
  'output-not-writable': failed('A result cannot be written: permission, missing folder or full disk.'),
  'panel-busy': failed('Another program is updating the saved panel.'),
  'panel-invalid': failed('A saved panel is damaged or of a version this program does not know.'),
  'registry-conflict': failed('An alias points elsewhere than the caller expected: somebody else has moved it.'),
  'registry-corrupt': failed(
    'Bytes in a registry are not those that were written, or its history does not hang together.',
  ),
  'rules-invalid': failed('The rule metadata file cannot be read or holds entries that do not fit.'),
  'search-failed': failed('No trial of a hyperparameter search succeeded.'),
  'series-unknown': failed(
    'The history holds no series of that tenant, dataset and rule.',
    'dqs predict --all lists every series of the history',
  ),
  'study-busy': failed('Another process is searching with the same study file.'),
  'study-invalid': failed('A study file is damaged or is not one of this version.'),
  'tenant-ambiguous': wrongUse(
    'Several tenants have a series of that dataset and rule.',
    'name the tenant with --tenant',
  ),
  'version-exists': failed('A model has a version of that number already.'),
  'version-in-use': failed('An alias points at what should be deleted.'),
  'version-unknown': failed('The registry has no such model, version or alias, or the version was retired.'),
  'worker-crashed': failed('A worker ended before it had answered; what it was working on may be the reason.'),
} as const;

/** A code of {@link ERROR_CATALOGUE}. */
export type ErrorCode = keyof typeof ERROR_CATALOGUE;

/** The entry of a code; for one that only another version of this package knows, that of a failure without a hint. */
export function errorEntry(code: string): ErrorEntry {
  return Object.hasOwn(ERROR_CATALOGUE, code) ? ERROR_CATALOGUE[code as ErrorCode] : failed('');
}
