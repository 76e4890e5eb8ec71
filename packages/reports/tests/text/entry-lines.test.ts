import type { Entry } from '@dqs/registry';

import { entryText, tagsText } from '../../src/text.js';

const gates = {
  passed: false,
  checks: [
    { name: 'skill', verdict: 'fail', reason: 'skill -25.0 %,\nat least 0 % is asked for', value: -0.25, threshold: 0 },
    { name: 'mae', verdict: 'pass', reason: 'as it should be', value: 2, threshold: 3 },
  ],
} as const;

/** What an entry tells of a thing that happened. */
function story(body: Partial<Entry['body']> & Pick<Entry['body'], 'kind'>): string {
  const at = '2026-03-01T08:00:00.123Z';
  const entry = { schemaVersion: 1, model: 'orders', number: 7, previous: '', id: 'e', at, by: 'ann', body };
  const text = entryText(entry as unknown as Entry);
  expect(text).toMatch(/^ {3}7 {2}2026-03-01 08:00:00 {2}ann {2}.*\n/);
  return text.slice('   7  2026-03-01 08:00:00  ann  '.length, -1);
}

describe('an entry of a registry', () => {
  it('tells of a version why it was made, and what was noted', () => {
    const registered = { kind: 'registered', version: '1.1.0', because: 'new data' } as const;
    expect(story(registered)).toBe('registered 1.1.0 (new data)');
    expect(story({ ...registered, note: 'first\tof May' })).toBe('registered 1.1.0 (new data): first\\tof May');
  });

  it('tells of a promotion from where to where, and why', () => {
    const moved = { kind: 'moved', alias: 'production', from: null, to: '1.1.0', how: 'promoted' } as const;
    expect(story(moved)).toBe('production promoted to 1.1.0');
    expect(story({ ...moved, from: '1.0.0', reason: 'better' })).toBe(
      'production promoted from 1.0.0 to 1.1.0: better',
    );
    expect(story({ ...moved, from: '1.0.0', gates })).toBe('production promoted from 1.0.0 to 1.1.0');
  });

  it('tells of an override which gates it went past', () => {
    const moved = { kind: 'moved', alias: 'production', from: '1.0.0', to: '1.1.0', how: 'overridden' } as const;
    expect(story({ ...moved, reason: 'urgent', gates })).toBe(
      'production promoted by override from 1.0.0 to 1.1.0: urgent\n' +
        '      skill: skill -25.0 %,\\nat least 0 % is asked for',
    );
    expect(story({ ...moved, reason: 'urgent' })).toBe('production promoted by override from 1.0.0 to 1.1.0: urgent');
  });

  it('tells of a step back whether gates were overridden for it', () => {
    const moved = { kind: 'moved', alias: 'production', from: '1.1.0', to: '1.0.0', how: 'rolled-back' } as const;
    expect(story(moved)).toBe('production rolled back from 1.1.0 to 1.0.0');
    expect(story({ ...moved, override: true })).toBe('production rolled back by override from 1.1.0 to 1.0.0');
  });

  it('tells of a refusal which gates said no', () => {
    expect(story({ kind: 'refused', alias: 'production', from: '1.0.0', to: '1.1.0', gates })).toBe(
      'production refused 1.1.0\n      skill: skill -25.0 %,\\nat least 0 % is asked for',
    );
  });

  it('tells of tags as they are typed, of one that is gone without a value', () => {
    const tags = { team: 'shop', 'a\u202eb': null };
    expect(story({ kind: 'tagged', version: '1.0.0', tags })).toBe('tagged 1.0.0: team=shop a\\u{202e}b=');
    expect(story({ kind: 'model-tagged', tags: { team: 'shop' }, reason: 'moved' })).toBe(
      'tagged the model: team=shop: moved',
    );
    expect(tagsText({})).toBe('');
  });

  it('tells of notes on a version or on the model, and that one was removed', () => {
    expect(story({ kind: 'noted', version: '1.0.0', note: 'good' })).toBe('noted 1.0.0: good');
    expect(story({ kind: 'noted', version: null, note: null, reason: 'wrong' })).toBe(
      'noted the model: note removed: wrong',
    );
  });

  it('tells of what was retired, deleted and renamed, and how many', () => {
    const removed = { kind: 'removed', versions: ['1.0.0', '1.1.0'], uploads: ['u1', 'u2'] } as const;
    expect(story({ ...removed, versions: [...removed.versions], uploads: [] })).toBe('retired 1.0.0, 1.1.0');
    expect(story({ ...removed, versions: [], uploads: ['u1'] })).toBe(
      'retired no version, removed 1 unfinished upload',
    );
    expect(story({ ...removed, versions: ['1.0.0'], uploads: ['u1', 'u2'], reason: 'old' })).toBe(
      'retired 1.0.0, removed 2 unfinished uploads: old',
    );
    expect(story({ kind: 'alias-deleted', alias: 'canary', from: '1.0.0', reason: 'done' })).toBe(
      'canary deleted, which pointed at 1.0.0: done',
    );
    expect(story({ kind: 'renamed', from: 'orders', to: 'sales', reason: 'clearer' })).toBe(
      'renamed orders to sales: clearer',
    );
    expect(story({ kind: 'deleted', versions: ['1.0.0'], reason: 'done' })).toBe(
      'deleted the model with 1 version: done',
    );
    expect(story({ kind: 'deleted', versions: [], reason: 'done' })).toBe('deleted the model with 0 versions: done');
  });
});
