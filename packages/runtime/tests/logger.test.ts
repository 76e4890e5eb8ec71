import { createLogger } from '../src/program.js';

describe('createLogger', () => {
  it('throws away what is below its level', () => {
    const logger = createLogger('silent');
    expect(() => logger.error({}, 'unheard')).not.toThrow();
  });
});
