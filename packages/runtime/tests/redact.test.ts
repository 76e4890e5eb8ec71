import { spawnSync } from 'node:child_process';
import { resolve } from 'node:path';

import { keyText } from '../src/serving/key-text.js';

const KEY = keyText({ env: 'live', id: 'a'.repeat(12), secret: 'S'.repeat(32) });
const JWT = `eyJhbGciOiJSUzI1NiJ9.${'c'.repeat(40)}.${'s'.repeat(43)}`;

/** Lines that a process of its own logs at stderr. */
function logged(fields: object, message: string): string {
  const script = `import { createLogger } from './src/program.ts';
createLogger('info').info(JSON.parse(process.argv[1]), process.argv[2]);`;
  const args = ['--conditions=@dqs/source', '--import', 'tsx', '--input-type=module', '-e', script];
  const run = spawnSync(process.execPath, [...args, JSON.stringify(fields), message], {
    cwd: resolve(__dirname, '..'),
    encoding: 'utf8',
    env: { ...process.env, NODE_OPTIONS: '' },
  });
  return run.stderr;
}

describe('a log', () => {
  it('holds no key, token or password, wherever it stands in a line', () => {
    const line = logged(
      {
        url: 'postgres://dqs:hunter22@db.example.com:5432/dqs',
        deep: { list: [`Bearer ${JWT}`, KEY], hook: 'https://example.com/hook?token=abc123&page=2' },
        stack: `Error: authorization: Basic ZHFzOmh1bnRlcjIy\n    at whsec_MDEyMzQ1Njc4OWFiY2Rl`,
      },
      `smtps://user:p%40ss@mail.example.com refused ${KEY}`,
    );
    for (const secret of ['hunter22', KEY, JWT, 'abc123', 'ZHFzOmh1bnRlcjIy', 'MDEyMzQ1', 'p%40ss']) {
      expect(line).not.toContain(secret);
    }
    expect(JSON.parse(line)).toMatchObject({
      url: 'postgres://dqs:[redacted]@db.example.com:5432/dqs',
      deep: { list: ['Bearer [redacted]', '[redacted]'], hook: 'https://example.com/hook?token=[redacted]&page=2' },
      msg: 'smtps://user:[redacted]@mail.example.com refused [redacted]',
    });
  });

  it('leaves everything else as it is', () => {
    const fields = {
      url: 'http://127.0.0.1:8080/metrics',
      job: 'grade',
      key: '3 deliveries',
      at: '2026-03-01T12:00:00Z',
    };
    expect(JSON.parse(logged(fields, 'at work: a bearer of news'))).toMatchObject({
      ...fields,
      msg: 'at work: a bearer of news',
    });
  });
});
