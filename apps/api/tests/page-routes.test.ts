import type { PageView } from '@dqs/runtime/pages';
import type { Principal } from '@dqs/runtime/serving';

import { pageRoutes } from '../src/pages/page-routes.js';
import type { Call } from '../src/routes/route.js';

const ANN: Principal = { id: 'ann', name: 'Ann', role: 'viewer' };
const NOBODY = { known_at: undefined, owner: undefined, source: undefined };

/** A page that says how often it was made; `view` is what it is made of. */
function counted() {
  let [made, end] = [0, () => undefined as void];
  const ready = new Promise<void>((resolve) => (end = resolve));
  const state = {};
  let view = { tick: {}, state } as unknown as PageView;
  const [route] = pageRoutes({
    path: '/counted',
    name: 'Counted',
    summary: 'How often it was made',
    page: async () => {
      made += 1;
      const number = made;
      await ready;
      if (number === 3) throw new Error('the third one fails');
      return { number };
    },
  });
  const pages = { of: () => Promise.resolve({ ...view, scope: {} }) };
  const ask = async (principal = ANN, query: object = NOBODY) => {
    const call = { services: { pages }, principal, params: {}, query, headers: {} } as unknown as Call;
    return (await route!.handle(call)).body as { number: number };
  };
  const changed = () => (view = { tick: {}, state } as unknown as PageView);
  return { ask, end, changed };
}

describe('a page', () => {
  it('is made once for all who ask while it is made, and anew for whoever comes later', async () => {
    const { ask, end } = counted();
    const all = Array.from({ length: 50 }, () => ask());
    end();
    expect(new Set((await Promise.all(all)).map(({ number }) => number))).toEqual(new Set([1]));
    expect(await ask()).toEqual({ number: 2 });
  });

  it('is another for who may see other things, asks otherwise, or comes when more is known', async () => {
    const { ask, end, changed } = counted();
    const all = [ask(), ask({ ...ANN, role: 'admin' })];
    changed();
    const later = ask();
    end();
    expect((await Promise.all(all)).map(({ number }) => number)).toEqual([1, 2]);
    // What fails is told to who asked for it, and made again.
    await expect(later).rejects.toThrow('the third one fails');
    expect(await ask(ANN, { ...NOBODY, owner: 'data' })).toEqual({ number: 4 });
  });
});
