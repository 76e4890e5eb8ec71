/** The clouds by the scheme of their URLs. */
export type Cloud = 's3' | 'az' | 'gs';

/**
 * Makes a bucket at a peer, past the proxy: DQS_INTEROP_DIRECT holds the environment that leads to the peer itself.
 *
 * @returns the URL of the bucket.
 */
export async function makeBucket(cloud: Cloud, name: string): Promise<string> {
  const direct = JSON.parse(process.env['DQS_INTEROP_DIRECT'] ?? '{}') as Record<string, string>;
  if (cloud === 's3') {
    const { CreateBucketCommand, S3Client } = await import('@aws-sdk/client-s3');
    const client = new S3Client({
      endpoint: direct['AWS_ENDPOINT_URL_S3']!,
      region: 'us-east-1',
      forcePathStyle: true,
    });
    await client.send(new CreateBucketCommand({ Bucket: name }));
  } else if (cloud === 'az') {
    const { BlobServiceClient } = await import('@azure/storage-blob');
    const service = BlobServiceClient.fromConnectionString(direct['AZURE_STORAGE_CONNECTION_STRING']!);
    await service.getContainerClient(name).create();
  } else {
    const body = JSON.stringify({ name });
    const headers = { 'content-type': 'application/json' };
    const url = `${direct['STORAGE_EMULATOR_HOST']}/storage/v1/b?project=dqs`;
    const { status } = await fetch(url, { method: 'POST', headers, body });
    if (status !== 200) throw new Error(`the bucket ${name} was not made: ${status}`);
  }
  return `${cloud}://${name}`;
}
