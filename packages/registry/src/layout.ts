import { DqsError } from '@dqs/core';

/**
 * Where things are in the store. Everything but the snapshot is written once and never changed:
 *
 * - `models/<model>`: says that there is such a model.
 * - `journals/<model>/<number>`: what happened to it, one sealed entry after the other.
 * - `snapshots/<model>`: the state after some entry, so that old entries need not be read; can be made anew at any time.
 * - `files/<model>/<upload>/<file>`: the files of a version, as they were handed in.
 */
export const KEYS = {
  models: 'models/',
  model: (model: string) => `models/${model}`,
  journal: (model: string) => `journals/${model}/`,
  // Ten digits, so that the order of keys is the order of entries.
  entry: (model: string, number: number) => `journals/${model}/${String(number).padStart(10, '0')}`,
  snapshot: (model: string) => `snapshots/${model}`,
  files: (model: string) => `files/${model}/`,
  upload: (model: string, upload: string) => `files/${model}/${upload}/`,
  file: (model: string, upload: string, file: string) => `files/${model}/${upload}/${file}`,
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
