import type { GetObjectCommandOutput, HeadObjectCommandOutput, S3Client, S3ClientConfig } from '@aws-sdk/client-s3';

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

type Sdk = typeof import('@aws-sdk/client-s3');

const PART_BYTES = 8 * 1024 * 1024;
/** Longest time until a connection is made. */
const CONNECT_MS = 10_000;
/** Longest silence within a request. */
const SILENCE_MS = 60_000;

/**
 * S3 and servers that speak its protocol. Region, credentials and endpoint come from the SDK's own chains: environment,
 * shared files, container and instance roles; `AWS_ENDPOINT_URL_S3` or `AWS_ENDPOINT_URL` names another server.
 */
export async function openS3(bucket: string, environment: NodeJS.ProcessEnv = process.env): Promise<Driver> {
  const sdk = await loadSdk('s3', () => import('@aws-sdk/client-s3'));
  return new S3Driver(sdk, new sdk.S3Client(clientConfig(environment)), bucket);
}

function clientConfig(environment: NodeJS.ProcessEnv): S3ClientConfig {
  const endpoint = environment['AWS_ENDPOINT_URL_S3'] ?? environment['AWS_ENDPOINT_URL'];
  const region = environment['AWS_REGION'] ?? environment['AWS_DEFAULT_REGION'];
  return {
    maxAttempts: 1,
    requestHandler: { connectionTimeout: CONNECT_MS, socketTimeout: SILENCE_MS, httpsAgent: { maxSockets: 50 } },
    // Others serve buckets under paths rather than host names, know no region, and many not the newer checksums.
    ...(endpoint === undefined
      ? { followRegionRedirects: true }
      : {
          endpoint,
          region: region ?? 'us-east-1',
          forcePathStyle: true,
          requestChecksumCalculation: 'WHEN_REQUIRED' as const,
          responseChecksumValidation: 'WHEN_REQUIRED' as const,
        }),
  };
}

class S3Driver implements Driver {
  readonly place: string;
  readonly partBytes = PART_BYTES;
  readonly #sdk: Sdk;
  readonly #client: S3Client;
  readonly #bucket: string;

  constructor(sdk: Sdk, client: S3Client, bucket: string) {
    [this.#sdk, this.#client, this.#bucket] = [sdk, client, bucket];
    this.place = `s3://${bucket}`;
  }

  async head(name: string): Promise<RemoteHead | undefined> {
    const found = await unlessMissing(this.#client.send(new this.#sdk.HeadObjectCommand(this.#at(name))), isMissing);
    return found && headOf(found);
  }

  async get(name: string): Promise<RemoteObject | undefined> {
    const found = await unlessMissing(this.#client.send(new this.#sdk.GetObjectCommand(this.#at(name))), isMissing);
    if (found === undefined) return undefined;
    const content = await found.Body!.transformToByteArray();
    const head = headOf(found);
    if (content.byteLength !== head.bytes) throw new Error(`got ${content.byteLength} of ${head.bytes} bytes`);
    return { ...head, content };
  }

  async put(name: string, content: Uint8Array, marks: Marks, condition: RemoteCondition): Promise<string> {
    const { ETag } = await this.#client.send(
      new this.#sdk.PutObjectCommand({
        ...this.#at(name),
        Body: content,
        ContentLength: content.byteLength,
        Metadata: metadataOf(marks),
        ...(condition === 'absent' && { IfNoneMatch: '*' }),
        // Without quotes, as in Amazon's own examples: Ceph takes it in no other form.
        ...(typeof condition === 'object' && { IfMatch: condition.native }),
      }),
    );
    return withoutQuotes(ETag);
  }

  async names(prefix: string, page?: string): Promise<NamesPage> {
    const query = { Bucket: this.#bucket, Prefix: prefix, ContinuationToken: page };
    const found = await this.#client.send(new this.#sdk.ListObjectsV2Command(query));
    const names = (found.Contents ?? []).map(({ Key }) => Key!);
    return { names, next: found.IsTruncated === true ? found.NextContinuationToken : undefined };
  }

  async remove(name: string): Promise<void> {
    await unlessMissing(this.#client.send(new this.#sdk.DeleteObjectCommand(this.#at(name))), isMissing);
  }

  async read(name: string, start: number, end: number, native: string): Promise<AsyncIterable<Uint8Array> | undefined> {
    const range = { Range: `bytes=${start}-${end - 1}`, IfMatch: `"${native}"` };
    const request = new this.#sdk.GetObjectCommand({ ...this.#at(name), ...range });
    const found: GetObjectCommandOutput | undefined = await unlessMissing(this.#client.send(request), isMissing);
    return found?.Body as AsyncIterable<Uint8Array> | undefined;
  }

  async upload(name: string, marks: Marks): Promise<Upload> {
    const at = this.#at(name);
    const { UploadId } = await this.#client.send(
      new this.#sdk.CreateMultipartUploadCommand({ ...at, Metadata: metadataOf(marks) }),
    );
    const parts: { PartNumber: number; ETag: string | undefined }[] = [];
    return {
      part: async (PartNumber, Body) => {
        const part = new this.#sdk.UploadPartCommand({ ...at, UploadId, PartNumber, Body });
        const { ETag } = await this.#client.send(part);
        parts[PartNumber - 1] = { PartNumber, ETag };
      },
      finish: async () => {
        const MultipartUpload = { Parts: parts };
        await this.#client.send(new this.#sdk.CompleteMultipartUploadCommand({ ...at, UploadId, MultipartUpload }));
      },
      abandon: async () => {
        await this.#client.send(new this.#sdk.AbortMultipartUploadCommand({ ...at, UploadId }));
      },
    };
  }

  verdict(error: unknown): Verdict {
    const { name, $metadata } = error as { name?: string; $metadata?: { httpStatusCode?: number } };
    const status = $metadata?.httpStatusCode;
    if (status === undefined || (status >= 200 && status < 300)) return networkVerdict(error);
    // Another conditional request was in progress: the one word of S3 for "nothing was done, ask again".
    if (status === 409 || name === 'SlowDown') return 'again';
    if (name === 'RequestTimeout') return 'lost';
    return isMissing(error) ? 'refused' : statusVerdict(status);
  }

  #at(name: string) {
    return { Bucket: this.#bucket, Key: name };
  }
}

function headOf({ ETag, ContentLength = 0, Metadata }: HeadObjectCommandOutput): RemoteHead {
  return { native: withoutQuotes(ETag), bytes: ContentLength, marks: marksIn(Metadata) };
}

/** Nothing is under the key; a bucket that is not there is another matter. */
function isMissing(error: unknown): boolean {
  const { name, $metadata } = error as { name?: string; $metadata?: { httpStatusCode?: number } };
  return $metadata?.httpStatusCode === 404 && name !== 'NoSuchBucket' && name !== 'NoSuchUpload';
}
