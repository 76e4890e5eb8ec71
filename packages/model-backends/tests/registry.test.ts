import { BACKEND_NAMES, loadBackend } from '../src/index.js';

describe('backends by name', () => {
  it('each name gives the backend of that name', async () => {
    for (const name of BACKEND_NAMES) expect((await loadBackend(name)).name).toBe(name);
  });

  it('a misspelt name is refused with the nearest one', async () => {
    await expect(loadBackend('lightbgm')).rejects.toMatchObject({
      code: 'model-backend-unknown',
      message: expect.stringContaining('did you mean "lightgbm"?'),
    });
    await expect(loadBackend('toString')).rejects.toMatchObject({ code: 'model-backend-unknown' });
  });
});
