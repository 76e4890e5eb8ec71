import { readdir, readFile } from 'node:fs/promises';
import { dirname, extname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

import { DqsError } from '@dqs/core';

/** The folder of the package: whether this is run from its sources or built. */
export const PACKAGE = dirname(dirname(fileURLToPath(import.meta.url)));

/** A file of the site with its compressed forms. */
export interface SiteFile {
  readonly type: string;
  /** Whether its name changes with its content, so that it may be kept for good. */
  readonly isFixed: boolean;
  readonly content: Buffer;
  /** By name of the encoding: `br`, `gzip`. */
  readonly encoded: ReadonlyMap<string, Buffer>;
}

/** The pages as a browser fetches them. */
export interface Site {
  /** What is served under every path of a page. */
  readonly page: SiteFile;
  /** All other files, by path: `/assets/app-K3J2.js`. */
  readonly files: ReadonlyMap<string, SiteFile>;
}

const TYPES = new Map([
  ['.html', 'text/html; charset=utf-8'],
  ['.js', 'text/javascript; charset=utf-8'],
  ['.css', 'text/css; charset=utf-8'],
  ['.woff2', 'font/woff2'],
]);
const ENCODINGS = { '.br': 'br', '.gz': 'gzip' } as const;

/**
 * Reads the site into memory.
 *
 * @throws DqsError `input-not-found` if it was not built.
 */
export async function openSite(folder = join(PACKAGE, 'dist', 'site')): Promise<Site> {
  const page = await readSiteFile(folder, 'index.html').catch((cause: unknown) => {
    const message = `expected the built pages in ${folder}: npm run build makes them`;
    throw new DqsError('input-not-found', message, { cause });
  });
  const assets = (await readdir(join(folder, 'assets'))).filter((name) => TYPES.has(extname(name)));
  const names = ['theme.js', ...assets.map((name) => `assets/${name}`)];
  const files = await Promise.all(names.map(async (name) => [`/${name}`, await readSiteFile(folder, name)] as const));
  return { page, files: new Map(files) };
}

async function readSiteFile(folder: string, name: string): Promise<SiteFile> {
  const path = join(folder, name);
  const encoded = new Map<string, Buffer>();
  for (const [ending, encoding] of Object.entries(ENCODINGS)) {
    const found = await readFile(path + ending).catch(() => undefined);
    if (found) encoded.set(encoding, found);
  }
  return {
    type: TYPES.get(extname(name))!,
    isFixed: name.startsWith('assets/'),
    content: await readFile(path),
    encoded,
  };
}
