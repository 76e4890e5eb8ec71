import { execFileSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { basename } from 'node:path';

/** A registry of npm that knows some archives and nothing else. */
export interface Registry {
  readonly url: string;
  /** Files that were fetched. */
  readonly fetched: ReadonlySet<string>;
  close(): void;
}

/** Serves archives as a registry does: a document for each package, with the newest version of the rest of its package.json. */
export async function startRegistry(archives: readonly string[]): Promise<Registry> {
  const files = new Map(archives.map((path) => [basename(path), path]));
  const manifests = new Map(
    archives.map((path) => {
      const text = execFileSync('tar', ['-xzOf', path, 'package/package.json'], { encoding: 'utf8' });
      const manifest = JSON.parse(text) as { name: string; version: string; scripts?: { install?: string } };
      return [manifest.name, { manifest, path }];
    }),
  );
  const fetched = new Set<string>();
  const server = createServer((request, response) => {
    const name = decodeURIComponent(request.url!.slice(1));
    const [file, known] = [files.get(name), manifests.get(name)];
    if (file !== undefined) {
      fetched.add(name);
      return response.end(readFileSync(file));
    }
    if (known === undefined) return response.writeHead(404).end('{}');
    const { manifest, path } = known;
    const integrity = `sha512-${createHash('sha512').update(readFileSync(path)).digest('base64')}`;
    const dist = { tarball: `${url}/${basename(path)}`, integrity };
    const { version } = manifest;
    // A script of a package is run where the registry says that there is one.
    const versions = { [version]: { ...manifest, hasInstallScript: manifest.scripts?.install !== undefined, dist } };
    return response.end(JSON.stringify({ name, 'dist-tags': { latest: version }, versions }));
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  const close = () => {
    server.close();
    // npm keeps its connections, and they would keep this process.
    server.closeAllConnections();
  };
  return { url, fetched, close };
}
