import { PostgresNotices } from '../src/index.js';
import { describeOnPlaces } from './support/contract-places.js';

describeOnPlaces('PostgresNotices', (it, placeOf) => {
  it('are seen by everybody, the last of a name, until they are taken down', async () => {
    const notices = new PostgresNotices(placeOf().keeper);
    const paused = { name: 'pause retrain', at: 12, by: 'ann\u0000', data: { reason: 'rebuild', more: [1, null] } };
    await notices.put({ ...paused, by: 'bob' });
    await notices.put(paused);
    await notices.put({ ...paused, name: 'a' });
    const others = new PostgresNotices(placeOf().keeper);
    expect(await others.all()).toEqual([{ ...paused, name: 'a' }, paused]);
    expect(await others.get('pause retrain')).toEqual(paused);
    expect([await others.remove('pause retrain'), await notices.remove('pause retrain')]).toEqual([true, false]);
    expect(await notices.get('pause retrain')).toBeUndefined();
  });
});
