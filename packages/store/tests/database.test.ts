import { DqsError } from '@dqs/core';

import { databaseSize, openDatabase, shownUrl } from '../src/index.js';
import { isLost, storeError } from '../src/database/store-error.js';
import { RowWriter, binaryRows } from '../src/copy/row-writer.js';
import { describeOnPlaces } from './support/contract-places.js';

describe('the URL of a server', () => {
  it.each([
    ['postgres://db.example.com/results', 'postgres://db.example.com/results'],
    ['postgresql://ann:s3cret@db:5433/results?sslmode=require', 'postgresql://ann@db:5433/results'],
    ['postgres://an%40n:p%3Aw@localhost/results?host=%2Frun%2Fpg&password=s3cret', 'postgres://an@n@/run/pg/results'],
    ['postgres:///results', 'postgres://localhost/results'],
    ['postgres://100%:s3cret@db/results', 'postgres://100%@db/results'],
  ])('%j is shown as %j', (url, shown) => {
    expect(shownUrl(url)).toBe(shown);
  });

  it.each(['', 'results', 'mysql://ann:s3cret@db/results', 'postgres://ann:s3cret/x@db:port/results'])(
    '%j is none, and is not repeated',
    (url) => {
      expect(() => shownUrl(url)).toThrow(expect.objectContaining({ code: 'config-invalid' }) as Error);
      expect(() => shownUrl(url)).not.toThrow(/s3cret/);
    },
  );

  it('at which nobody listens cannot be used, and nothing was lost', async () => {
    const error: unknown = await openDatabase({ url: 'postgres://ann:s3cret@127.0.0.1:1/results' }).catch(
      (cause: unknown) => cause,
    );
    expect(error).toMatchObject({
      code: 'store-unreachable',
      message: expect.stringMatching(
        /^postgres:\/\/ann@127\.0\.0\.1:1\/results cannot be used: .*ECONNREFUSED/,
      ) as string,
    });
  });
});

describe('an error of a server', () => {
  const error = (code: string | undefined, message: string, detail?: string) =>
    storeError(Object.assign(new Error(message), { code, detail }), 'place');

  it('that is ours already stays as it is', () => {
    const ours = new DqsError('store-busy', 'busy');
    expect(storeError(ours, 'place')).toBe(ours);
  });

  it.each([
    ['ETIMEDOUT', 'connect ETIMEDOUT', 'store-unreachable', 'place cannot be used: connect ETIMEDOUT'],
    [undefined, 'timeout exceeded when trying to connect', 'store-unreachable', /^place cannot be used: timeout/],
    ['25006', 'cannot execute INSERT in a read-only transaction', 'store-unreachable', /^place cannot be written to: /],
    ['08006', 'connection failure', 'store-lost', /^the server of place ended in the middle of the work: /],
    [undefined, 'No space left on device', 'store-full', /^the disk of place is full: /],
  ])('%s "%s" is %s', (code, message, kind, said) => {
    const made = error(code, message);
    expect(made.code).toBe(kind);
    if (typeof said === 'string') expect(made.message).toBe(said);
    else expect(made.message).toMatch(said);
  });

  it('is told with its detail, and one that is no error as it is', () => {
    expect(error('23505', 'duplicate key', 'Key (a)=(1) already exists.')).toMatchObject({
      code: 'internal',
      message: 'place refused a statement of DQS: duplicate key (Key (a)=(1) already exists.)',
      details: { place: 'place', code: '23505' },
    });
    expect(storeError('odd', 'place').message).toBe('place refused a statement of DQS: odd');
    expect(storeError(undefined, 'place').message).toBe('place refused a statement of DQS: undefined');
    expect([isLost(undefined), isLost(null), isLost({ code: 'EPIPE' })]).toEqual([false, false, true]);
  });
});

describe('rows for COPY', () => {
  const WHOLE = 300_000;

  it('are whole also where a field is larger than a piece', () => {
    const writer = new RowWriter();
    const large = Buffer.alloc(WHOLE, 7);
    writer.row(2);
    writer.int4(5);
    writer.bytes(large);
    const bytes = writer.rest();
    expect(bytes.readInt16BE(0)).toBe(2);
    expect([bytes.readInt32BE(2), bytes.readInt32BE(6), bytes.readInt32BE(10)]).toEqual([4, 5, WHOLE]);
    expect(bytes.subarray(14).equals(large)).toBe(true);
    expect(writer.rest()).toHaveLength(0);
  });

  it('come in pieces, whose sum is what was written', () => {
    const pieces = [...binaryRows(30_000, (writer, row) => (writer.row(1), writer.int8(row)))];
    expect(pieces.length).toBeGreaterThan(3);
    const [all, header] = [Buffer.concat(pieces), 19];
    expect(all).toHaveLength(header + 30_000 * (2 + 12) + 2);
    expect(all.readBigInt64BE(header + 29_999 * 14 + 6)).toBe(29_999n);
  });
});

describeOnPlaces('the size of a database', (it, placeOf) => {
  it('is its bytes and the rows of what grows by the day', async () => {
    const { bytes, rows } = await databaseSize(placeOf().keeper);
    expect(bytes).toBeGreaterThan(1e6);
    expect([...rows]).toEqual([
      ['forecast', 0],
      ['actual', 0],
      ['grade', 0],
    ]);
  });
});
