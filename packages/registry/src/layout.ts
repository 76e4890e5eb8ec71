import { DqsError } from '@dqs/core';

/**
 * Layout of the store. Everything but the snapshot is written once and never changed (a name is removed when its model
 * is deleted or renamed):
 *
 * - `models/<model>`: says that a model of that name exists, and its place if that differs from its name.
 * - `former/<model>`: the same for a former name of a deleted or renamed model; it stays part of that model's history.
 * - `journals/<place>/<number>`: what happened to it, one sealed entry after the other.
 * - `snapshots/<place>`: the state after some entry, so that old entries need not be read; can be rebuilt at any time.
 * - `files/<place>/<upload>/<file>`: the files of a version, unchanged.
 *
 * The place of a model is its first name; it stays when the model is renamed.
 */
export const KEYS = {
  models: 'models/',
  model: (model: string) => `models/${model}`,
  former: (model: string) => `former/${model}`,
  journal: (place: string) => `journals/${place}/`,
  // Ten digits, so that keys sort in the order of entries.
  entry: (place: string, number: number) => `journals/${place}/${String(number).padStart(10, '0')}`,
  snapshot: (place: string) => `snapshots/${place}`,
  allFiles: 'files/',
  files: (place: string) => `files/${place}/`,
  upload: (place: string, upload: string) => `files/${place}/${upload}/`,
  file: (place: string, upload: string, file: string) => `files/${place}/${upload}/${file}`,
} as const;

const MODEL = /^[a-z0-9](?:[a-z0-9._-]{0,62}[a-z0-9])?$/;

/**
 * Checks a model's name: 1 to 64 lower-case letters, digits and `. _ -`, with a letter or digit at both ends.
 *
 * @throws DqsError `invalid-argument`.
 */
export function assertModelName(model: string): void {
  if (MODEL.test(model)) return;
  throw new DqsError(
    'invalid-argument',
    `expected a model name of 1 to 64 lower-case letters, digits and . _ - (a letter or digit at both ends), ` +
      `got ${JSON.stringify(model)}`,
    { details: { model } },
  );
}
