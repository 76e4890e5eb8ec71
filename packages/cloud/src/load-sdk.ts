import { DqsError } from '@dqs/core';

/** The packages of the clouds, by the scheme of their URLs. */
const PACKAGES = {
  s3: '@aws-sdk/client-s3',
  az: '@azure/storage-blob @azure/identity',
  gs: '@google-cloud/storage',
} as const;

/**
 * Loads the SDK of a cloud, which nothing else needs.
 *
 * @throws DqsError `artifact-sdk-missing` that says what to install.
 */
export async function loadSdk<T>(scheme: keyof typeof PACKAGES, load: () => Promise<T>): Promise<T> {
  try {
    return await load();
  } catch (cause) {
    const { code } = cause as NodeJS.ErrnoException;
    if (code !== 'ERR_MODULE_NOT_FOUND' && code !== 'MODULE_NOT_FOUND') throw cause;
    throw new DqsError(
      'artifact-sdk-missing',
      `a store at ${scheme}:// needs a package that is not installed: npm install ${PACKAGES[scheme]}`,
      { cause, details: { packages: PACKAGES[scheme].split(' ') } },
    );
  }
}
