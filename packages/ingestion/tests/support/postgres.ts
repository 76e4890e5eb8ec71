import { execFileSync, spawnSync } from 'node:child_process';
import { existsSync, mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

const FOLDER = '/usr/lib/postgresql';

/** Where the programs of Debian's newest PostgreSQL are; undefined where there is none, which is said aloud. */
export function postgresPrograms(): string | undefined {
  const versions = existsSync(FOLDER) ? readdirSync(FOLDER).sort((a, b) => Number(b) - Number(a)) : [];
  const found = versions.map((version) => join(FOLDER, version, 'bin')).find((bin) => existsSync(join(bin, 'initdb')));
  if (found === undefined) console.warn('skipped: no PostgreSQL here; npm run setup -- --peers installs it');
  return found;
}

/** A running server of its own. */
export interface Postgres {
  /** The folder of its socket. */
  readonly socket: string;
  readonly user: string;
  /** Runs SQL by psql and returns what it prints. */
  run(sql: string): string;
  stop(): void;
}

/** Starts a server on a unix socket; as the user `nobody` where the tests run as root, whom PostgreSQL refuses. */
export function startPostgres(bin: string): Postgres {
  const folder = mkdtempSync(join(tmpdir(), 'dqs-pg-'));
  const isRoot = process.getuid?.() === 0;
  const identity = isRoot ? identityOf('nobody') : {};
  if (isRoot) execFileSync('chown', ['nobody', folder]);
  const user = 'dqs';
  const options = { ...identity, cwd: folder, env: { ...process.env, HOME: folder }, encoding: 'utf8' } as const;
  const data = join(folder, 'data');
  execFileSync(
    join(bin, 'initdb'),
    ['-D', data, '-U', user, '-A', 'trust', '-E', 'UTF8', '--locale=C', '--no-sync'],
    options,
  );
  const settings = `-c listen_addresses= -c unix_socket_directories=${folder} -c fsync=off -c TimeZone=America/New_York`;
  const log = join(folder, 'log');
  execFileSync(join(bin, 'pg_ctl'), ['-D', data, '-l', log, '-w', '-o', settings, 'start'], {
    ...options,
    stdio: 'ignore',
  });
  return {
    socket: folder,
    user,
    run: (sql) => {
      const args = ['-h', folder, '-U', user, '-d', 'postgres', '-v', 'ON_ERROR_STOP=1', '-q', '-A', '-t', '-f', '-'];
      const { status, stdout, stderr } = spawnSync(join(bin, 'psql'), args, {
        input: sql,
        encoding: 'utf8',
        maxBuffer: 1e9,
      });
      if (status !== 0) throw new Error(stderr);
      return stdout;
    },
    stop: () => {
      spawnSync(join(bin, 'pg_ctl'), ['-D', data, '-m', 'immediate', 'stop'], { ...options, stdio: 'ignore' });
      rmSync(folder, { recursive: true, force: true });
    },
  };
}

function identityOf(name: string): { uid: number; gid: number } {
  const id = (flag: string) => Number(execFileSync('id', [flag, name], { encoding: 'utf8' }));
  return { uid: id('-u'), gid: id('-g') };
}

/** Statements that make a table of texts and fill it. */
export function copyInto(table: string, rows: readonly Readonly<Record<string, string | null>>[]): string {
  const columns = Object.keys(rows[0]!).map((column) => `"${column.replaceAll('"', '""')}" text`);
  const lines = rows.map((row) => `${Object.values(row).map(copyText).join('\t')}\n`);
  return `CREATE TABLE ${table} (${columns.join(', ')});\nCOPY ${table} FROM STDIN;\n${lines.join('')}\\.\n`;
}

const ESCAPES: ReadonlyMap<string, string> = new Map([
  ['\\', '\\\\'],
  ['\n', '\\n'],
  ['\r', '\\r'],
  ['\t', '\\t'],
]);

/** A value in the text format of COPY. */
function copyText(value: string | null): string {
  return value === null ? '\\N' : value.replace(/[\\\n\r\t]/g, (one) => ESCAPES.get(one)!);
}
