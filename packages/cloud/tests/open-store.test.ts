import { FileBulkStore, FileStore } from '@dqs/core';

import { loadSdk } from '../src/load-sdk.js';
import { parseLocation } from '../src/location.js';
import { isStoreUrl, openBulkStore, openStore, storeUrlProblem } from '../src/index.js';

describe('the URL of a store', () => {
  it.each([
    ['file:registry', { scheme: 'file', folder: 'registry' }],
    ['file:///srv/registry', { scheme: 'file', folder: '/srv/registry' }],
    ['FILE:/srv/registry', { scheme: 'file', folder: '/srv/registry' }],
    ['s3://models', { scheme: 's3', bucket: 'models', prefix: '' }],
    ['s3://models/', { scheme: 's3', bucket: 'models', prefix: '' }],
    ['s3://models/dqs/registry', { scheme: 's3', bucket: 'models', prefix: 'dqs/registry/' }],
    ['az://models/registry/', { scheme: 'az', bucket: 'models', prefix: 'registry/' }],
    ['gs://models.example.com/r', { scheme: 'gs', bucket: 'models.example.com', prefix: 'r/' }],
  ])('%s is understood', (url, location) => {
    expect(parseLocation(url)).toEqual(location);
  });

  it.each([
    'registry',
    '',
    'file:',
    'file://host/share',
    's3:/models',
    's3://',
    's3:///x',
    'S3://models',
    'http://models/x',
    's3://Models/x',
    's3://models/a//b',
    's3://models/../x',
    's3://models/a b',
    's3://models/x?y=1',
    's3://user:secret@models/x',
    's3://models/a\0b',
    `s3://models/${'x'.repeat(201)}`,
    'gs://models/ü',
  ])('%j is refused with what is expected', (url) => {
    expect(() => openStore(url)).toThrow(/^expected (?:a store at file:|a bucket|a prefix|a folder|file:\/\/\/).*got /);
    expect(() => openBulkStore(url)).toThrow(/^expected /);
  });

  it('is told from a path, and what is wrong with it is told', () => {
    const urls = ['s3://x', 'S3://x', 'az://', 'gs://a/b', 'file:x'];
    expect(urls.filter(isStoreUrl)).toEqual(urls);
    expect(['x', '/x', './s3:/x', 's3:x', 'C:\\x', 'http://x'].filter(isStoreUrl)).toEqual([]);
    expect([storeUrlProblem('s3://models'), storeUrlProblem('s3://')]).toEqual([
      undefined,
      'expected a bucket of small letters, digits, dots and dashes, got "s3://"',
    ]);
    expect(openStore('file:registry')).toBeInstanceOf(FileStore);
    expect(openBulkStore('file:registry')).toBeInstanceOf(FileBulkStore);
  });
});

describe('the SDK of a cloud', () => {
  it.each([
    ['s3', 'npm install @aws-sdk/client-s3'],
    ['az', 'npm install @azure/storage-blob @azure/identity'],
    ['gs', 'npm install @google-cloud/storage'],
  ] as const)('of %s:// that is not installed is named', async (scheme, install) => {
    const missing = async () => import('@dqs/is-not-installed' as string);
    await expect(loadSdk(scheme, missing)).rejects.toMatchObject({
      code: 'artifact-sdk-missing',
      message: `a store at ${scheme}:// needs a package that is not installed: ${install}`,
    });
  });

  it('that is broken says so itself', async () => {
    await expect(loadSdk('s3', async () => Promise.reject(new SyntaxError('broken')))).rejects.toThrow('broken');
  });

  it('is not loaded before a store is used, and a place that nobody serves is told with its address', async () => {
    const before = process.env['AZURE_STORAGE_CONNECTION_STRING'];
    delete process.env['AZURE_STORAGE_CONNECTION_STRING'];
    delete process.env['AZURE_STORAGE_ACCOUNT'];
    try {
      const store = openStore('az://models/registry');
      await expect(store.head('k')).rejects.toMatchObject({ code: 'config-invalid' });
    } finally {
      if (before !== undefined) process.env['AZURE_STORAGE_CONNECTION_STRING'] = before;
    }
  });
});
