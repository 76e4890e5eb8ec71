import { execFileSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

import { EXTENDED_GROUPS } from '@dqs/features';

import { featureGroups } from '../src/index.js';

let folder: string;
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'dqs-feature-groups-'));
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));

let files = 0;
function fileOf(content: string | Uint8Array): string {
  const path = join(folder, `events-${(files += 1)}.csv`);
  writeFileSync(path, content);
  return path;
}
const eventsOf = async (content: string | Uint8Array) => {
  const [group] = (await featureGroups({ groups: ['events'], events: fileOf(content) }))!;
  return (group as { events: unknown }).events;
};

describe('groups of features from settings', () => {
  it('are as they are named, with a plus on top of the default, and the default where none is named', async () => {
    expect(await featureGroups({})).toBeUndefined();
    expect(await featureGroups({ groups: ['position', 'quarter'] })).toEqual(['position', 'quarter']);
    expect(await featureGroups({ groups: ['+quarter'] })).toEqual([...EXTENDED_GROUPS, 'quarter']);
    expect(await featureGroups({ groups: ['+position'] })).toEqual([...EXTENDED_GROUPS]);
    expect(await featureGroups({ groups: ['+holidays'], country: 'DE' })).toEqual([
      ...EXTENDED_GROUPS,
      { group: 'holidays', country: 'DE' },
    ]);
  });

  it.each([
    [{ groups: ['+quarter', 'position'] }, 'a plus before every name, to add them to the default, or before none'],
    [{ groups: ['holidays'] }, 'expected --country for the group holidays'],
    [{ groups: ['+events'] }, 'expected --events for the group events'],
    [{ country: 'DE' }, 'add --groups +holidays'],
    [{ groups: ['quarter'], events: 'nowhere.csv' }, 'add --groups +events'],
    [{ groups: ['events'], events: 'nowhere.csv' }, 'expected a CSV file of events at nowhere.csv: ENOENT'],
  ])('that do not fit, %j, are wrong settings', async (settings, reason) => {
    await expect(featureGroups(settings)).rejects.toMatchObject({
      code: 'config-invalid',
      message: expect.stringContaining(reason),
    });
  });

  it.each([
    [{ groups: ['+quartre'] }, 'did you mean "quarter"'],
    [{ groups: ['+holidays'], country: 'Germany' }, 'ISO 3166-1'],
  ])('that are unknown, %j, are told at once', async (settings, reason) => {
    await expect(featureGroups(settings)).rejects.toMatchObject({
      code: 'invalid-argument',
      message: expect.stringContaining(reason),
    });
  });
});

describe('a file of events', () => {
  it('is CSV with a header, in any order of the columns, beside others, with quotes and any line ends', async () => {
    const expected = [
      { date: '2026-05-01', name: 'a, "b"' },
      { date: '2026-05-04', name: 'release' },
    ];
    expect(await eventsOf('date,name\n2026-05-01,"a, ""b"""\n2026-05-04,release\n')).toEqual(expected);
    expect(await eventsOf('\ufeffName,by,DATE\r\n"a, ""b""",x,2026-05-01\r\n\r\nrelease,,2026-05-04')).toEqual(
      expected,
    );
  });

  it.each<[string, string | Uint8Array, string, string]>([
    ['no columns', '2026-05-01,release\n', 'config-invalid', 'expected the columns date and name in its first line'],
    ['nothing', '', 'config-invalid', 'expected the columns date and name in its first line, got ""'],
    ['no event', 'date,name\n', 'config-invalid', 'an event a line after the header, got none'],
    ['an open quote', 'date,name\n2026-05-01,"a\n', 'config-invalid', 'line 2: expected quotes in pairs'],
    ['bytes that are no text', Uint8Array.of(0xff, 0xfe, 0x00), 'config-invalid', 'expected UTF-8 text'],
    ['too many bytes', 'x'.repeat(4 * 2 ** 20 + 1), 'config-invalid', 'a regular file of at most 4194304 bytes'],
    ['a bad date', 'date,name\n2026-13-01,a\n', 'invalid-argument', 'event 1: expected a calendar date'],
    ['a short line', 'date,name\n2026-05-01\n', 'invalid-argument', 'event 1: expected a name'],
    ['a row twice', 'date,name\n2026-05-01,a\n2026-05-01,a\n', 'invalid-argument', 'event 2: the same as event 1'],
  ])('with %s is refused', async (_, content, code, reason) => {
    await expect(eventsOf(content)).rejects.toMatchObject({ code, message: expect.stringContaining(reason) });
  });

  it.each(['a folder', 'a device', 'a pipe'])('that is %s is refused without waiting for it', async (kind) => {
    const pipe = join(folder, 'pipe');
    if (kind === 'a pipe') execFileSync('mkfifo', [pipe]);
    const path = { 'a folder': folder, 'a device': '/dev/zero', 'a pipe': pipe }[kind]!;
    await expect(featureGroups({ groups: ['events'], events: path })).rejects.toMatchObject({
      code: 'config-invalid',
      message: expect.stringContaining('a regular file'),
    });
  });
});
