import { once } from 'node:events';
import { finished } from 'node:stream/promises';

import type { Bucket, File, StorageOptions } from '@google-cloud/storage';

import {
  marksIn,
  metadataOf,
  networkVerdict,
  statusVerdict,
  unlessMissing,
  type Driver,
  type Marks,
  type NamesPage,
  type RemoteCondition,
  type RemoteHead,
  type RemoteObject,
  type Upload,
  type Verdict,
} from './driver.js';
import { loadSdk } from './load-sdk.js';

const PART_BYTES = 8 * 1024 * 1024;
/** A generation that no object has: generations are microseconds since 1970. */
const NEVER = 1;

/**
 * Google Cloud Storage, by its own API, the only one there with conditions. Credentials are those of the default chain:
 * `GOOGLE_APPLICATION_CREDENTIALS`, gcloud, the service account of the machine; `STORAGE_EMULATOR_HOST` names an emulator.
 */
export async function openGcs(bucket: string, environment: NodeJS.ProcessEnv = process.env): Promise<Driver> {
  const sdk = await loadSdk('gs', () => import('@google-cloud/storage'));
  const [requests, uploads] = [new sdk.Storage(ONCE), new sdk.Storage(AGAIN)];
  const emulator = environment['STORAGE_EMULATOR_HOST'];
  for (const storage of [requests, uploads]) {
    // The SDK for Node alone would ask an emulator at / and upload below it; those for other languages name its host.
    if (emulator !== undefined) storage.baseUrl = `${storage.apiEndpoint}/storage/v1`;
  }
  return new GcsDriver(requests.bucket(bucket), uploads.bucket(bucket));
}

/** Single attempts: what is done after a lost answer is decided elsewhere. */
const ONCE: StorageOptions = { retryOptions: { autoRetry: false, maxRetries: 0 } };
/** An upload of parts is a conversation that only the SDK can take up again. */
const AGAIN: StorageOptions = { retryOptions: { autoRetry: true, maxRetries: 8, maxRetryDelay: 5 } };
/** How often a content may be replaced between its metadata and its bytes. */
const MOST_REPLACED = 50;

class GcsDriver implements Driver {
  readonly place: string;
  readonly partBytes = PART_BYTES;
  readonly #bucket: Bucket;
  readonly #uploads: Bucket;

  constructor(bucket: Bucket, uploads: Bucket) {
    [this.#bucket, this.#uploads] = [bucket, uploads];
    this.place = `gs://${bucket.name}`;
  }

  async head(name: string): Promise<RemoteHead | undefined> {
    return unlessMissing(headOf(this.#bucket.file(name)), isMissing);
  }

  async get(name: string): Promise<RemoteObject | undefined> {
    for (let replaced = 0; replaced < MOST_REPLACED; replaced += 1) {
      const head = await this.head(name);
      if (head === undefined) return undefined;
      // The content of that generation; if it is gone, another has taken its place.
      const content = await unlessMissing(this.#content(name, head.native), isMissing);
      if (content !== undefined) return { ...head, content };
    }
    throw new Error(`it was replaced ${MOST_REPLACED} times while it was read`);
  }

  async put(name: string, content: Uint8Array, marks: Marks, condition: RemoteCondition): Promise<string> {
    const file = this.#bucket.file(name);
    await file.save(Buffer.from(content), {
      resumable: false,
      contentType: 'application/octet-stream',
      metadata: { metadata: metadataOf(marks) },
      ...(condition !== undefined && { preconditionOpts: { ifGenerationMatch: generationOf(condition) } }),
    });
    return String(file.metadata.generation);
  }

  async names(prefix: string, page?: string): Promise<NamesPage> {
    const query = { prefix, pageToken: page, autoPaginate: false, fields: 'items(name),nextPageToken' };
    const [files, next] = await this.#bucket.getFiles(query);
    return { names: files.map(({ name }) => name), next: (next as { pageToken?: string } | null)?.pageToken };
  }

  async remove(name: string): Promise<void> {
    await unlessMissing(this.#bucket.file(name).delete(), isMissing);
  }

  async read(name: string, start: number, end: number, native: string): Promise<AsyncIterable<Uint8Array> | undefined> {
    const file = this.#bucket.file(name, { generation: native });
    return file.createReadStream({
      start,
      end: end - 1,
      validation: false,
      decompress: false,
    }) as AsyncIterable<Buffer>;
  }

  async upload(name: string, marks: Marks): Promise<Upload> {
    return new GcsUpload(this.#uploads.file(name), marks);
  }

  verdict(error: unknown): Verdict {
    if (error instanceof BrokenUpload) return 'failed';
    const { code } = error as { code?: unknown };
    const status = Number(code);
    if (!Number.isInteger(status) || status < 300) return networkVerdict(error);
    // A conflicting change of the same object was in progress.
    if (status === 409) return 'again';
    return isMissing(error) ? 'refused' : statusVerdict(status);
  }

  async #content(name: string, generation: string): Promise<Uint8Array> {
    const [content] = await this.#bucket.file(name, { generation }).download({ decompress: false });
    return new Uint8Array(content);
  }
}

/** An upload has failed for good. */
class BrokenUpload extends Error {}

/** The SDK's resumable upload, whose stream takes the parts in their order. */
class GcsUpload implements Upload {
  readonly #stream: ReturnType<File['createWriteStream']>;
  readonly #ended: Promise<void>;
  #sent = 0;

  constructor(file: File, marks: Marks) {
    this.#stream = file.createWriteStream({
      resumable: true,
      chunkSize: PART_BYTES,
      contentType: 'application/octet-stream',
      metadata: { metadata: metadataOf(marks) },
    });
    this.#ended = finished(this.#stream);
    // Told to whoever sends the next part, or finishes.
    this.#ended.catch(() => undefined);
  }

  async part(number: number, bytes: Uint8Array): Promise<void> {
    if (number <= this.#sent) return;
    this.#sent = number;
    if (this.#stream.write(Buffer.from(bytes))) return;
    try {
      await Promise.race([once(this.#stream, 'drain'), this.#ended]);
    } catch (cause) {
      throw new BrokenUpload((cause as Error).message, { cause });
    }
  }

  async finish(): Promise<void> {
    this.#stream.end();
    await this.#ended;
  }

  async abandon(): Promise<void> {
    this.#stream.destroy();
  }
}

async function headOf(file: File): Promise<RemoteHead> {
  const [{ generation, size, metadata }] = await file.getMetadata();
  return { native: String(generation), bytes: Number(size), marks: marksIn(metadata) };
}

/** The condition in Google's words: 0 is "nothing is there". */
function generationOf(condition: Exclude<RemoteCondition, undefined>): string | number {
  if (condition === 'absent') return 0;
  return /^\d+$/.test(condition.native) ? condition.native : NEVER;
}

/** Nothing is under the name; a bucket that is not there is another matter. */
function isMissing(error: unknown): boolean {
  const { code, message = '' } = error as { code?: unknown; message?: string };
  return Number(code) === 404 && !/bucket/i.test(message);
}
