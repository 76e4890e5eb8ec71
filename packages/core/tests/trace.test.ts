import { currentTrace, inTrace, newTrace, traceparentOf, traceWithin } from '../src/index.js';

const [TRACE, PARENT] = ['4bf92f3577b34da6a3ce929d0e0e4736', '00f067aa0ba902b7'];

describe('a trace', () => {
  it('is gone on with in a place of its own, recorded or not as before', () => {
    const trace = traceWithin(`00-${TRACE}-${PARENT}-01`)!;
    expect(trace).toMatchObject({ traceId: TRACE, flags: '01' });
    expect(trace.spanId).toMatch(/^[0-9a-f]{16}$/);
    expect(trace.spanId).not.toBe(PARENT);
    expect(traceWithin(traceparentOf(trace))).toMatchObject({ traceId: TRACE, flags: '01' });
  });

  it.each([
    undefined,
    '',
    'x',
    `00-${'0'.repeat(32)}-${PARENT}-01`,
    `00-${TRACE}-${'0'.repeat(16)}-01`,
    `00-${TRACE}-1-01`,
  ])('is none in %j', (text) => {
    expect(traceWithin(text)).toBeUndefined();
  });

  it('is that of all that follows from a piece of work, and of nothing beside it', async () => {
    const [one, other] = [newTrace(), newTrace()];
    const later = async () => {
      await new Promise((done) => setTimeout(done, 1));
      return currentTrace();
    };
    expect(await Promise.all([inTrace(one, later), inTrace(other, later), later()])).toEqual([one, other, undefined]);
  });
});
