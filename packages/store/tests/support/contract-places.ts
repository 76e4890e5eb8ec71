import { openDatabase, type DatabasePlace, type StoreDatabase } from '../../src/index.js';
import { testFolder } from './folders.js';
import { serverPrograms, startServer, type Server } from './server.js';
import { spareDisk } from './spare-disk.js';

/** A place that a contract is checked on. */
export interface ContractPlace {
  readonly place: DatabasePlace;
  /** Keeps its server running while the tests open and close. */
  readonly keeper: StoreDatabase;
}

/** Describes the same facts on an embedded PostgreSQL and on a server, where there is one. */
export function describeOnPlaces(what: string, facts: (it: jest.It, placeOf: () => ContractPlace) => void): void {
  const at = testFolder();
  const bin = serverPrograms();
  let server: Server | undefined;
  afterAll(() => server?.stop());
  const kinds: readonly (readonly [kind: string, place: () => DatabasePlace, isThere: boolean])[] = [
    ['the embedded PostgreSQL', () => ({ folder: at('contract') }), true],
    ['a PostgreSQL server', () => ({ url: (server ??= startServer(bin!)).url }), bin !== undefined],
  ];
  describe.each(kinds)(`${what} on %s`, (_kind, placeOf, isThere) => {
    let keeper: StoreDatabase;
    beforeAll(async () => {
      if (!isThere) return;
      keeper = await openDatabase(placeOf());
      await spareDisk(keeper);
    });
    afterAll(() => keeper?.close());
    facts(isThere ? it : it.skip, () => ({ place: placeOf(), keeper }));
  });
}
