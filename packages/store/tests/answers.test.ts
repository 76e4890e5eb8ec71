import { PostgresAnswers, type AnswerRequest } from '../src/index.js';
import { describeOnPlaces } from './support/contract-places.js';

const bytes = (text: string) => Buffer.from(text);
/** Who answers: the same letter is the same one. */
const lease = (letter: string) => `00000000-0000-4000-8000-${letter.repeat(12)}`;
const NOW = 1_000_000_000;
const MINUTE = 60_000;

describeOnPlaces('answers', (it, placeOf) => {
  const answers = () => new PostgresAnswers(placeOf().keeper);
  const request = (more: Partial<AnswerRequest> = {}): AnswerRequest => ({
    key: bytes('key'),
    request: bytes('request'),
    now: NOW,
    leaseMs: MINUTE,
    keepMs: 60 * MINUTE,
    ...more,
  });
  const kept = async () => {
    const { rows } = await placeOf().keeper.withClient((client) =>
      client.query<{ key: Buffer }>('SELECT key FROM dqs.answer ORDER BY key'),
    );
    return rows.map(({ key }) => key.toString());
  };
  beforeEach(() => placeOf().keeper.withClient((client) => client.query('TRUNCATE dqs.answer')));

  it('are given by one, and by all others as that one gave it', async () => {
    const asked = await Promise.all(Array.from({ length: 5 }, () => answers().begin(request())));
    expect(asked.map(({ state }) => state).sort()).toEqual(['begun', 'busy', 'busy', 'busy', 'busy']);
    const begun = asked.find(({ state }) => state === 'begun') as { lease: string };
    await answers().settle(bytes('key'), begun.lease, bytes('\0answer'));
    expect(await answers().begin(request())).toEqual({ state: 'answered', content: bytes('\0answer') });
    expect(await answers().begin(request({ now: NOW + 59 * MINUTE }))).toMatchObject({ state: 'answered' });
  });

  it('to another request by the same name are none', async () => {
    await answers().begin(request({ lease: lease('a') }));
    expect(await answers().begin(request({ request: bytes('other') }))).toEqual({ state: 'other' });
    await answers().settle(bytes('key'), lease('a'), bytes('answer'));
    expect(await answers().begin(request({ request: bytes('other') }))).toEqual({ state: 'other' });
  });

  it('are still to be given by whoever asks again whether it was to', async () => {
    expect(await answers().begin(request({ lease: lease('a') }))).toEqual({ state: 'begun', lease: lease('a') });
    expect(await answers().begin(request({ lease: lease('a') }))).toEqual({ state: 'begun', lease: lease('a') });
    expect(await answers().begin(request({ lease: lease('b') }))).toEqual({ state: 'busy' });
  });

  it('of one that is taken for dead are given by the next, and its own comes too late', async () => {
    await answers().begin(request({ lease: lease('d') }));
    expect(await answers().begin(request({ lease: lease('b'), now: NOW + MINUTE - 1 }))).toEqual({ state: 'busy' });
    expect(await answers().begin(request({ lease: lease('b'), now: NOW + MINUTE }))).toEqual({
      state: 'begun',
      lease: lease('b'),
    });
    await answers().settle(bytes('key'), lease('d'), bytes('late'));
    await answers().settle(bytes('key'), lease('b'), bytes('answer'));
    expect(await answers().begin(request())).toEqual({ state: 'answered', content: bytes('answer') });
  });

  it('that could not be given are given anew, and none that was given is taken back', async () => {
    await answers().begin(request({ lease: lease('a') }));
    await answers().release(bytes('key'), lease('f'));
    expect(await answers().begin(request({ lease: lease('b') }))).toEqual({ state: 'busy' });
    await answers().release(bytes('key'), lease('a'));
    expect(await answers().begin(request({ lease: lease('b') }))).toEqual({ state: 'begun', lease: lease('b') });
    await answers().settle(bytes('key'), lease('b'), bytes('answer'));
    await answers().release(bytes('key'), lease('b'));
    expect(await answers().begin(request())).toMatchObject({ state: 'answered' });
  });

  it('are kept as long as they were asked to be, and then the name is free for any request', async () => {
    await answers().begin(request({ lease: lease('a') }));
    await answers().settle(bytes('key'), lease('a'), bytes('answer'));
    const later = { now: NOW + 60 * MINUTE, request: bytes('other'), lease: lease('c') };
    expect(await answers().begin(request(later))).toEqual({ state: 'begun', lease: lease('c') });
  });

  it('that have expired are removed now and then, ten minutes apart', async () => {
    const one = answers();
    for (const key of ['a', 'b']) await one.begin(request({ key: bytes(key), keepMs: 1 }));
    await one.begin(request({ key: bytes('c'), now: NOW + 10 * MINUTE - 1 }));
    expect(await kept()).toEqual(['a', 'b', 'c']);
    await one.begin(request({ key: bytes('d'), now: NOW + 10 * MINUTE }));
    expect(await kept()).toEqual(['c', 'd']);
  });
});
