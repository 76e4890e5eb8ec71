import { execFileSync, spawnSync } from 'node:child_process';
import { existsSync, mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

const FOLDER = '/usr/lib/postgresql';

/** Where the programs of Debian's newest PostgreSQL are; undefined where there is none, which is said aloud. */
export function serverPrograms(): string | undefined {
  const versions = existsSync(FOLDER) ? readdirSync(FOLDER).sort((a, b) => Number(b) - Number(a)) : [];
  const found = versions.map((version) => join(FOLDER, version, 'bin')).find((bin) => existsSync(join(bin, 'initdb')));
  if (found === undefined) console.warn('skipped: no PostgreSQL here; npm run setup -- --peers installs it');
  return found;
}

/** A running server of its own. */
export interface Server {
  readonly url: string;
  /** Makes an empty database, and gives its URL. */
  database(name: string): string;
  stop(): void;
}

const PASSWORD = 's3cr%40t';

/** Starts a server on a unix socket; as the user `nobody` where the tests run as root, whom PostgreSQL refuses. */
export function startServer(bin: string): Server {
  const folder = mkdtempSync(join(tmpdir(), 'dqs-pg-'));
  const id = (flag: string) => Number(execFileSync('id', [flag, 'nobody'], { encoding: 'utf8' }));
  const identity = process.getuid?.() === 0 ? { uid: id('-u'), gid: id('-g') } : {};
  if (identity.uid !== undefined) execFileSync('chown', ['nobody', folder]);
  const options = { ...identity, cwd: folder, env: { ...process.env, HOME: folder }, stdio: 'ignore' } as const;
  const data = join(folder, 'data');
  const initdb = ['-D', data, '-U', 'dqs', '-A', 'trust', '-E', 'UTF8', '--locale=C.UTF-8', '--no-sync'];
  execFileSync(join(bin, 'initdb'), initdb, options);
  const settings = `-c listen_addresses= -c unix_socket_directories=${folder} -c fsync=off -c TimeZone=America/New_York`;
  const start = ['-D', data, '-l', join(folder, 'log'), '-w', '-o', settings, 'start'];
  execFileSync(join(bin, 'pg_ctl'), start, options);
  const urlOf = (name: string) => `postgres://dqs:${PASSWORD}@localhost/${name}?host=${encodeURIComponent(folder)}`;
  return {
    url: urlOf('postgres'),
    database: (name) => {
      execFileSync(join(bin, 'createdb'), ['-h', folder, '-U', 'dqs', name]);
      return urlOf(name);
    },
    stop: () => {
      spawnSync(join(bin, 'pg_ctl'), ['-D', data, '-m', 'immediate', 'stop'], options);
      rmSync(folder, { recursive: true, force: true });
    },
  };
}
