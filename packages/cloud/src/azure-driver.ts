import type { BlobServiceClient, ContainerClient, ContainerListBlobFlatSegmentResponse } from '@azure/storage-blob';

import { DqsError } from '@dqs/core';

import {
  marksIn,
  metadataOf,
  networkVerdict,
  statusVerdict,
  unlessMissing,
  withoutQuotes,
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
/** No attempt of the SDK's own after the first. */
const ONCE = { retryOptions: { maxTries: 1 } };
/** A blob that is not there; everything else that is "not found" is the container or the account. */
const MISSING = 'BlobNotFound';

/**
 * Azure Blob Storage. The account is that of `AZURE_STORAGE_CONNECTION_STRING` or, with the default chain of credentials
 * (environment, workload and managed identity, Azure CLI), the one that `AZURE_STORAGE_ACCOUNT` names.
 *
 * @throws DqsError `config-invalid` if neither is set.
 */
export async function openAzure(container: string, environment: NodeJS.ProcessEnv = process.env): Promise<Driver> {
  const service = await openService(environment);
  return new AzureDriver(service.getContainerClient(container));
}

async function openService(environment: NodeJS.ProcessEnv): Promise<BlobServiceClient> {
  const { AZURE_STORAGE_CONNECTION_STRING: connection, AZURE_STORAGE_ACCOUNT: account } = environment;
  const sdk = await loadSdk('az', () => import('@azure/storage-blob'));
  if (connection) return sdk.BlobServiceClient.fromConnectionString(connection, ONCE);
  if (!account) {
    const expected =
      'expected AZURE_STORAGE_ACCOUNT or AZURE_STORAGE_CONNECTION_STRING in the environment, got neither';
    throw new DqsError('config-invalid', `${expected}: a URL az://container names no account`);
  }
  const { DefaultAzureCredential } = await loadSdk('az', () => import('@azure/identity'));
  return new sdk.BlobServiceClient(`https://${account}.blob.core.windows.net`, new DefaultAzureCredential(), ONCE);
}

class AzureDriver implements Driver {
  readonly place: string;
  readonly partBytes = PART_BYTES;
  readonly #container: ContainerClient;

  constructor(container: ContainerClient) {
    this.#container = container;
    this.place = `az://${container.containerName}`;
  }

  async head(name: string): Promise<RemoteHead | undefined> {
    const found = await unlessMissing(this.#container.getBlobClient(name).getProperties(), isMissing);
    return found && headOf(found);
  }

  async get(name: string): Promise<RemoteObject | undefined> {
    const found = await unlessMissing(
      this.#container.getBlobClient(name).download(0, undefined, { maxRetryRequests: 0 }),
      isMissing,
    );
    if (found === undefined) return undefined;
    const pieces: Uint8Array[] = [];
    for await (const piece of found.readableStreamBody as AsyncIterable<Buffer>) pieces.push(piece);
    const content = new Uint8Array(Buffer.concat(pieces));
    const head = headOf(found);
    if (content.byteLength !== head.bytes) throw new Error(`got ${content.byteLength} of ${head.bytes} bytes`);
    return { ...head, content };
  }

  async put(name: string, content: Uint8Array, marks: Marks, condition: RemoteCondition): Promise<string> {
    const { etag } = await this.#container.getBlockBlobClient(name).upload(Buffer.from(content), content.byteLength, {
      metadata: metadataOf(marks),
      conditions: {
        ...(condition === 'absent' && { ifNoneMatch: '*' }),
        ...(typeof condition === 'object' && { ifMatch: `"${condition.native}"` }),
      },
    });
    return withoutQuotes(etag);
  }

  async names(prefix: string, page?: string): Promise<NamesPage> {
    const pages = this.#container
      .listBlobsFlat({ prefix })
      .byPage(page === undefined ? {} : { continuationToken: page });
    const { value } = (await pages.next()) as { value?: ContainerListBlobFlatSegmentResponse };
    const names = (value?.segment.blobItems ?? []).map(({ name }) => name);
    return { names, next: value?.continuationToken || undefined };
  }

  async remove(name: string): Promise<void> {
    await unlessMissing(this.#container.getBlobClient(name).delete(), isMissing);
  }

  async read(name: string, start: number, end: number, native: string): Promise<AsyncIterable<Uint8Array> | undefined> {
    const options = { maxRetryRequests: 0, conditions: { ifMatch: `"${native}"` } };
    const found = await unlessMissing(
      this.#container.getBlobClient(name).download(start, end - start, options),
      isMissing,
    );
    return found?.readableStreamBody as AsyncIterable<Uint8Array> | undefined;
  }

  async upload(name: string, marks: Marks): Promise<Upload> {
    const blob = this.#container.getBlockBlobClient(name);
    const ids: string[] = [];
    return {
      part: async (number, bytes) => {
        // Blocks of writers at the same time lie side by side until one of them commits its own.
        const id = Buffer.from(`${marks.token}-${String(number).padStart(6, '0')}`).toString('base64');
        await blob.stageBlock(id, Buffer.from(bytes), bytes.byteLength);
        ids[number - 1] = id;
      },
      finish: async () => {
        await blob.commitBlockList(ids, { metadata: metadataOf(marks) });
      },
      // Azure removes blocks that nobody commits within a week; there is no request for it.
      abandon: async () => undefined,
    };
  }

  verdict(error: unknown): Verdict {
    const { statusCode, request } = error as { statusCode?: number; request?: { method?: string } };
    if (statusCode === undefined || statusCode < 300) return networkVerdict(error);
    // The word of Azure for "there is a blob already", which an attempt more does not change; of a reading it says nothing.
    if (statusCode === 409) return request?.method === 'GET' || request?.method === 'HEAD' ? 'again' : 'refused';
    return isMissing(error) ? 'refused' : statusVerdict(statusCode);
  }
}

interface Properties {
  readonly etag?: string;
  readonly contentLength?: number;
  readonly metadata?: Readonly<Record<string, string>>;
}

function headOf({ etag, contentLength = 0, metadata }: Properties): RemoteHead {
  return { native: withoutQuotes(etag), bytes: contentLength, marks: marksIn(metadata) };
}

function isMissing(error: unknown): boolean {
  const { statusCode, code, details } = error as {
    statusCode?: number;
    code?: string;
    details?: { errorCode?: string };
  };
  return statusCode === 404 && (code ?? details?.errorCode) === MISSING;
}
