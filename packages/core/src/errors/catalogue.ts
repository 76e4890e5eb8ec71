import { EXIT, type ExitCode } from './exit-codes.js';

/** The fixed properties of an error code. */
export interface ErrorEntry {
  /** The sentence that explains it. */
  readonly meaning: string;
  /** Exit code of a program that ends with this error. */
  readonly exitCode: ExitCode;
  /** What to do next at the command line, unless the message already says it. */
  readonly hint?: string;
}

const endsWith =
  (exitCode: ExitCode) =>
  (meaning: string, hint?: string): ErrorEntry => ({ meaning, exitCode, ...(hint !== undefined && { hint }) });

const [failed, wrongUse] = [endsWith(EXIT.failed), endsWith(EXIT.wrongUse)];
const [gateFailed, interrupted] = [endsWith(EXIT.gateFailed), endsWith(EXIT.interrupted)];

/**
 * Every error code of DQS: the single declaration of its meaning, exit code and hint. Callers branch on the code,
 * people read the message. `docs/errors.md` lists the same; a test compares the two.
 */
export const ERROR_CATALOGUE = {
  aborted: interrupted(
    'The work was interrupted by the caller (Ctrl-C or an AbortSignal); nothing half-written remains.',
  ),
  'access-denied': failed('The role or the scopes of whoever asks do not allow what was asked for.'),
  'access-unknown': failed('A request came without a valid API key to a server that asks for one.'),
  'alerting-conflict': failed('Another tick, or an act of a person, was faster; nothing was stored.'),
  'anchor-failed': failed('A checkpoint of the audit log could not be written to where it is anchored.'),
  'archive-invalid': failed('An archive of a version is damaged or may be malicious.'),
  'artifact-busy': failed('Another process has held the lock of an artifact for longer than any write takes.'),
  'artifact-conflict': failed('An artifact is not what the writer expected: another writer was faster.'),
  'artifact-corrupt': failed('The bytes of a large object are not those that were written.'),
  'artifact-not-found': failed('An artifact store holds nothing under a key.'),
  'artifact-sdk-missing': failed('The SDK of a cloud, which the stores there need, is not installed.'),
  'artifact-store-failed': failed('A store in a cloud cannot be reached, or refuses what was asked of it.'),
  'artifact-store-unsafe': failed('A store does not keep the promises that everything written to it relies on.'),
  'artifact-unknown': failed(
    'The answer to a write was lost, and reading back could not tell whether it took effect.',
    'look at what the store holds before you run the command again',
  ),
  'audit-corrupt': failed('Entries of an audit log have changed since they were written, or an anchor saw others.'),
  'batch-busy': failed('Another process is working on the same batch run.'),
  'batch-changed': failed('An unfinished batch run started with another input, model or configuration.'),
  'batch-incomplete': failed('Not all shards of a batch run are done, so that it cannot be finished.'),
  'batch-not-deterministic': gateFailed('Two tasks made different results of the same shard of a batch run.'),
  'batch-plan-mismatch': wrongUse('A task of a batch run has another input, model or program than was planned.'),
  'batch-state-invalid': failed('A folder contains no batch run that can be shown or resumed.'),
  'batch-too-many-errors': failed('More records of a batch run became dead letters than --max-error-ratio allows.'),
  'batch-worker-failed': failed('The workers of a batch run cannot start, or too many records crash them.'),
  'bundle-corrupt': failed(
    'A file of a bundle is missing, not a regular file, or differs from the size or sha256 in the manifest.',
  ),
  'bundle-invalid': failed('A directory is not a bundle, or its manifest has a schema unknown to this version.'),
  'bundle-spec-mismatch': failed(
    'The feature contract in a bundle is not the one this version would compute.',
    'retrain the bundle with this version: dqs train --out <dir>',
  ),
  'catalog-invalid': wrongUse('A catalog file cannot be read, or has entries that are not allowed.'),
  'checkpoint-invalid': failed('A checkpoint of an audit log is none, or the expected key has not signed it.'),
  'config-invalid': wrongUse('A flag, environment variable or file of settings has a value that is not allowed.'),
  'deliveries-corrupt': failed('Bytes in a store of deliveries have changed since they were written.'),
  'delivery-unknown': failed('The store holds no delivery of that id.', 'dqs deliveries list shows the ids'),
  'experiment-exists': failed('An experiment of that name already exists.'),
  'experiment-invalid': failed('The log of an experiment has lost essential records.'),
  'experiment-stopped': failed('The experiment has been stopped and takes no more records.'),
  'experiment-unknown': failed('There is no experiment of that name.'),
  'feature-group-invalid': failed('The definition of a custom feature group is invalid, or the group fails on a row.'),
  'feature-group-missing': failed(
    'A model needs custom feature groups that were not provided.',
    'a program that has the groups opens the model, readBundle(path, { groups: [...] }); no command can',
  ),
  'feature-mismatch': failed('The columns given to a model are not the ones it was trained on.'),
  'forecast-unknown': failed(
    'The ledger holds no forecast of that id.',
    'dqs ledger grades shows the ids of the forecasts of a day',
  ),
  'gates-failed': gateFailed('A gate failed for a version and was not overridden.'),
  'history-removed': failed('What was known at a time is kept no longer.'),
  'idempotency-busy': failed('The same request is still being answered; ask again.'),
  'idempotency-conflict': failed('An idempotency key was used before, for another request.'),
  'incident-invalid': wrongUse('An act on incidents names what does not exist or cannot be done now.'),
  'incident-unknown': failed('There is no incident of that id.', 'dqs alerts list shows the ids'),
  'input-column-missing': failed(
    'A required column is not in the input.',
    'columns are found by name, in any order; see the list in the README',
  ),
  'input-duplicate': failed('An input has the same content as one the panel already contains.'),
  'input-empty': failed('An input contains no usable row.'),
  'input-not-found': failed('An input file, folder or pattern matches nothing.'),
  'input-too-many-rejects': failed(
    'More rows were rejected than --max-reject-ratio allows.',
    'see the rejected rows with --rejects <file>, or allow more with --max-reject-ratio',
  ),
  'input-too-many-unreadable': failed('More results say neither pass nor fail than --max-unreadable-ratio allows.'),
  'input-truncated': failed('A compressed or binary input ends too early or is damaged.'),
  'input-unknown': failed('A document holds no results of a tool whose results are read.'),
  'input-unreadable': failed('An input exists but cannot be read or understood.'),
  internal: failed(
    'A promise inside DQS was broken; this is a defect worth a report.',
    'this is a defect: please report it with what --verbose shows',
  ),
  'invalid-argument': wrongUse('A function was called with an argument or option that it does not accept.'),
  'issuer-unreachable': failed(
    'The issuer of tokens cannot be asked, so that nobody can say whether a token is valid.',
  ),
  'job-not-failed': failed('A job is to be tried again that has not failed.'),
  'job-unknown': failed('There is no job of that kind and key.', 'dqs jobs list shows them'),
  'key-unknown': failed('The store holds no API key of that id.', 'dqs keys list shows the ids'),
  'ledger-conflict': failed('Another process has collected deliveries into the ledger meanwhile.'),
  'ledger-corrupt': failed('The ledger holds bytes that no version of this program has written.'),
  'mark-unknown': failed('There is no mark of that id.', 'dqs alerts mark lists them'),
  'message-unknown': failed(
    'The outbox holds no message of that id that cannot be sent.',
    'dqs alerts outbox lists them',
  ),
  'model-backend-invalid': failed('A package named as a model backend cannot be loaded, or exports no valid backend.'),
  'model-backend-unknown': wrongUse('No model backend has that name.'),
  'model-backend-unsupported': wrongUse('The model backend does not support the request; see its capabilities.'),
  'model-engine-missing': failed('The library that a model backend runs on is not installed or cannot be loaded.'),
  'model-exists': failed('The name of a model is, or was, that of another one.'),
  'model-training-failed': failed('The learner could not train a model from this data.'),
  'name-ambiguous': wrongUse('Several datasets, or several rules of a dataset, have the name that was given.'),
  'not-enough-history': failed(
    'The history is too short for the request.',
    'dqs ingest adds the results to a saved panel and shows the range of their dates',
  ),
  'not-served': failed('A server was started without what a request needs.'),
  'output-not-writable': failed('A result cannot be written: permission, missing folder or full disk.'),
  'panel-busy': failed('Another program is updating the saved panel.'),
  'panel-invalid': failed('A saved panel is damaged or has a version unknown to this program.'),
  'panel-set-corrupt': failed('The manifest or an object of a panel set is not what was written.'),
  'panel-set-overlap': wrongUse('Days that are to be replaced in a panel set cover others there only in part.'),
  'policy-invalid': wrongUse(
    'A policy of alerts or of retraining cannot be read, or says something that is not allowed.',
  ),
  'precondition-failed': failed('What was to be changed is no longer what the caller has seen.'),
  'rate-exceeded': failed('A client has sent more requests than the server takes from one.'),
  'receiver-unknown': failed('No receiver of that name is switched off.', 'dqs alerts outbox lists those that are'),
  'registry-conflict': failed('An alias does not point where the caller expected: someone else has moved it.'),
  'registry-corrupt': failed(
    'Bytes in a registry have changed since they were written, or its history is inconsistent.',
  ),
  'request-invalid': wrongUse('A request has a part that is not allowed.'),
  'retraining-corrupt': failed('Bytes in the record of retrainings have changed since they were written.'),
  'retraining-invalid': wrongUse('An act on a retraining cannot be done now, or names a job that is not there.'),
  'route-unknown': wrongUse('A server has nothing under a path, or not with that method.'),
  'rules-invalid': failed('The rule metadata file cannot be read or has invalid entries.'),
  'search-failed': failed('No trial of a hyperparameter search succeeded.'),
  'series-unknown': failed(
    'The history holds no series of that tenant, dataset and rule.',
    'dqs predict --all lists every series of the history',
  ),
  'silence-unknown': failed('There is no silence of that id.', 'dqs alerts silence lists them'),
  'simulation-busy': failed('A server simulates for others already, and more wait for it.'),
  'simulation-too-large': failed(
    'A simulation needs more time or memory than a server gives one.',
    'take fewer days, or dqs alerts simulate, which has no limit',
  ),
  'store-backup-invalid': failed('A backup of a store is truncated, damaged or not one; nothing of it was restored.'),
  'store-busy': failed('A PostgreSQL server that is not ours, or of another machine or container, runs on a store.'),
  'store-full': failed(
    'The disk of a database is full; the step that needed room was undone.',
    'free some space and run the command again',
  ),
  'store-lost': failed(
    'The database server ended while it was in use; the step that ran was undone.',
    'run the command again',
  ),
  'store-missing': failed('The package of the database or its programs are not installed for this machine.'),
  'store-not-empty': failed('A backup would be restored over a database that holds something.'),
  'store-unreachable': failed('The database of a store cannot be started, reached or used.'),
  'store-version': failed(
    'A database is of a PostgreSQL or of a DQS that this version does not work with, or was not migrated.',
  ),
  'study-busy': failed('Another process is searching with the same study file.'),
  'study-invalid': failed('A study file is damaged or not of this version.'),
  'tenant-ambiguous': wrongUse(
    'Several tenants have a series of that dataset and rule.',
    'name the tenant with --tenant',
  ),
  'version-exists': failed('The model already has a version with that number.'),
  'version-in-use': failed('An alias points at what is to be deleted.'),
  'version-unknown': failed('The registry has no such model, version or alias, or the version was retired.'),
  'webhook-invalid': wrongUse(
    'A webhook has an address that no event may be sent to.',
    'name a public address that begins with https://',
  ),
  'webhook-unknown': failed(
    'There is no webhook of that id for whoever asks.',
    'list the webhooks at /api/v1/webhooks',
  ),
  'worker-crashed': failed('A worker exited before it answered, possibly because of its task.'),
} as const;

/** A code of {@link ERROR_CATALOGUE}. */
export type ErrorCode = keyof typeof ERROR_CATALOGUE;

/** The entry of a code; for one that only another version of this package knows, that of a failure without a hint. */
export function errorEntry(code: string): ErrorEntry {
  return Object.hasOwn(ERROR_CATALOGUE, code) ? ERROR_CATALOGUE[code as ErrorCode] : failed('');
}
