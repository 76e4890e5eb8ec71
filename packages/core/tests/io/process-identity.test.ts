import { mayBeAlive, ownIdentity } from '../../src/io/process-identity.js';
import { deadIdentity } from '../support/dead-identity.js';

describe('a process', () => {
  const self = ownIdentity();

  it('is alive as long as it runs', () => {
    expect(mayBeAlive(self, self)).toBe(true);
  });

  it('that was killed is not', async () => {
    expect(mayBeAlive(await deadIdentity(), self)).toBe(false);
  });

  it('of before the last start of the machine is not, nor one whose number another has now', () => {
    expect(mayBeAlive({ ...self, boot: 'another' }, self)).toBe(false);
    expect(mayBeAlive({ ...self, started: '1' }, self)).toBe(false);
  });

  it('on another machine or in another container may be', () => {
    expect(mayBeAlive({ ...self, host: 'elsewhere', pid: 999_999_999 }, self)).toBe(true);
    expect(mayBeAlive({ ...self, namespace: 'pid:[1]', pid: 999_999_999 }, self)).toBe(true);
  });

  it('of which only machine and number are known goes by its number', () => {
    expect(mayBeAlive({ host: self.host, pid: process.pid }, self)).toBe(true);
    expect(mayBeAlive({ host: self.host, pid: 999_999_999 }, self)).toBe(false);
  });
});
