import { builtSetText, checkedSetText, listedSetText, pooledSetText } from '../../src/text.js';

const built = {
  panelSet: 's3://bucket/set',
  parts: '0-3 of 8',
  days: { from: '2026-01-01', to: '2026-01-31' },
  written: 4,
  bytes: 20_000,
  executions: 12_000,
  otherParts: 0,
  replaced: 2,
  hasChanged: true,
  objects: 9,
  digest: 'd1',
  filesOfOtherParts: 0,
};

describe('what a task put into a panel set', () => {
  it('is counted, and what the set holds now', () => {
    expect(builtSetText(built)).toBe(
      'parts 0-3 of 8, 2026-01-01 to 2026-01-31: 12,000 executions in 4 objects (20.0 kB)\n' +
        's3://bucket/set now holds 9 objects: 2 objects replaced\n',
    );
  });

  it('says what belongs to others, and that nothing changed', () => {
    const one = { executions: 1, written: 1, objects: 1, otherParts: 1, filesOfOtherParts: 2 };
    expect(builtSetText({ ...built, ...one, days: undefined, hasChanged: false })).toBe(
      'parts 0-3 of 8, no days: 1 execution in 1 object (20.0 kB)\n1 execution of other parts left out\n' +
        '2 files of other parts not read\ns3://bucket/set now holds 1 object: nothing changed\n',
    );
  });
});

describe('what a panel set holds', () => {
  const object = (part: string, from: string, to: string) => ({
    ...{ part, from, to, sha256: 'f', bytes: 1500, keys: 2, cells: 60 },
    ...{ passes: 900, fails: 80, errors: 20 },
  });
  const listing = {
    digest: 'd1',
    content: 'c1',
    parts: 2,
    bytes: 4500,
    cells: 180,
    executions: 3000,
    from: '2026-01-01',
    to: '2026-02-28',
    pools: { sha256: 'p1', bytes: 100 },
    objects: [
      object('0-3', '2026-01-01', '2026-01-31'),
      object('0-3', '2026-02-01', '2026-02-28'),
      object('4-7', '2026-01-01', '2026-01-31'),
    ],
  };

  it('is a line for each part, added up over its objects', () => {
    expect(listedSetText('set', listing)).toBe(
      [
        'part  from        to          objects  series-days  executions    size',
        '0-3   2026-01-01  2026-02-28        2          120       2,000  3.0 kB',
        '4-7   2026-01-01  2026-01-31        1           60       1,000  1.5 kB',
        '',
        '3,000 executions of 2026-01-01 to 2026-02-28 in 3 objects of 2 parts (4.5 kB)',
        'digest d1',
        'content c1',
        'pools p1\n',
      ].join('\n'),
    );
  });

  it('may have neither a content nor pools yet, and may be nothing', () => {
    const text = listedSetText('set', { ...listing, content: null, pools: null });
    expect(text).toMatch(/\ndigest d1\nno pools; dqs panel pools makes them\n$/);
    expect(listedSetText('set\n', { ...listing, objects: [], from: null, to: null })).toBe('set\\n holds nothing\n');
  });
});

describe('the pools of a panel set', () => {
  it('are counted, and say when they are as before', () => {
    const pooled = { digest: 'd1', tenants: 2, rules: 1, rows: 1200, bytes: 999, sha256: 'p1', hasChanged: true };
    expect(pooledSetText('set', pooled)).toBe('set: 1 rule of 2 tenants, 1,200 rows (999 B)\npools p1\n');
    expect(pooledSetText('set', { ...pooled, rows: 1, tenants: 1, rules: 3, hasChanged: false })).toBe(
      'set: 3 rules of 1 tenant, 1 row (999 B), as before\npools p1\n',
    );
  });
});

describe('a check of a panel set', () => {
  const fine = { objects: 9, bytes: 20_000, executions: 1, digest: 'd1', content: 'c1', problems: [], orphans: [] };

  it('that finds nothing says so, with what makes it the same set', () => {
    expect(checkedSetText(fine)).toBe('9 objects, 20.0 kB, 1 execution; fine\ndigest d1\ncontent c1\n');
  });

  it('names what is wrong and where', () => {
    const problems = [{ key: 'objects/\u0007a', problem: 'is not there' }];
    expect(checkedSetText({ ...fine, digest: null, content: null, problems })).toBe(
      '9 objects, 20.0 kB, 1 execution; 1 problem\n  objects/\\x07a: is not there\n',
    );
  });

  it('names objects that nothing refers to, the first twenty, and counts the rest', () => {
    const orphans = (count: number) => Array.from({ length: count }, (_, i) => `objects/${i}`);
    const tail = (count: number) =>
      checkedSetText({ ...fine, orphans: orphans(count) })
        .split('\n')
        .slice(3, -1);
    const why = 'that the manifest does not name, which may go once no task builds or reads the set:';
    expect(tail(1)).toEqual([`1 object ${why}`, '  objects/0']);
    expect(tail(20)).toEqual([`20 objects ${why}`, ...orphans(20).map((key) => `  ${key}`)]);
    expect(tail(22).slice(-2)).toEqual(['  objects/19', '  … and 2 more; --json names all']);
  });
});
