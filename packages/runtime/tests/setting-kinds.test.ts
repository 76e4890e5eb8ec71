import { readSettings, settingOf, SETTINGS, type SettingName } from '../src/settings/index.js';
import { refusal, TestFolder } from './support/folder.js';

const folder = new TestFolder();
const read = (name: SettingName, value: unknown) =>
  readSettings([name], { [flagOf(name)]: value }, { env: {}, cwd: folder.path, section: 'x', sections: ['x'] }).then(
    (settings) => settings[name as never] as unknown,
  );
/** As the parser of the command line calls it. */
const flagOf = (name: SettingName) =>
  /--([\w-]+)/.exec(settingOf(name).flags)![1]!.replace(/-(\w)/g, (_, letter: string) => letter.toUpperCase());

describe('a setting is read', () => {
  it.each<[SettingName, unknown, unknown]>([
    ['map', 'rule_code=check,source=a=b', { rule_code: 'check', source: 'a=b' }],
    ['map', { rule_code: 'check' }, { rule_code: 'check' }],
    ['set', 'source=x, y,tenant_id=eu', { source: 'x, y', tenant_id: 'eu' }],
    ['outcomeWords', 'pass=OK|BESTANDEN,fail=KO', { pass: ['OK', 'BESTANDEN'], fail: ['KO'] }],
    ['outcomeWords', { pass: ['OK'] }, { pass: ['OK'] }],
    ['delimiter', 'TAB', '\t'],
    ['delimiter', '|', '|'],
    [
      'mappings',
      '{"shop":{"map":{"rule_code":"c"},"delimiter":"Semicolon"}}',
      { shop: { map: { rule_code: 'c' }, delimiter: ';' } },
    ],
    ['mappings', { shop: { delimiter: '::' } }, { shop: { delimiter: '::' } }],
    ['checkedDay', '2026-03-01', 20_513],
    ['windows', ['30', 'year=365'], '30,year=365'],
    ['windows', '30', '30'],
    ['input', 'a.csv, b.csv', ['a.csv', 'b.csv']],
    ['input', ['a,b.csv'], ['a,b.csv']],
    ['groups', 'a,b', ['a', 'b']],
    ['sample', '1/8', 0.125],
    ['sample', ' .5 ', 0.5],
    ['digest', '1', true],
    ['digest', 'FALSE', false],
    ['digest', true, true],
    ['param', ['num_leaves=31', 'x=true', 'y=a=b', 'z=false'], { num_leaves: 31, x: true, y: 'a=b', z: false }],
    ['param', 'num_leaves=31,x=1e3', { num_leaves: 31, x: 1000 }],
    ['param', { num_leaves: 31 }, { num_leaves: 31 }],
    ['limit', { minSkill: null }, { minSkill: null }],
    ['threads', 3, 3],
  ])('%s from %j', async (name, value, expected) => {
    expect(await read(name, value)).toEqual(expected);
  });

  it('of days by where they lie from now', async () => {
    const today = Math.floor(Date.now() / 86_400_000);
    const found = [await read('checkedDay', 'yesterday'), await read('checkedDay', 'today')] as number[];
    // Midnight may have passed meanwhile.
    expect([today, today + 1]).toContain(found[1]);
    expect(found[1]! - found[0]!).toBeLessThanOrEqual(2);
  });

  it.each<[SettingName, unknown, string]>([
    ['map', 'rule_code', 'expected name=text, such as rule_code=check_name'],
    ['map', '=x', 'expected name=text'],
    ['map', 7, 'expected name=text'],
    ['outcomeWords', 'OK', 'expected name=word|word, such as pass=OK|BESTANDEN,fail=KO'],
    ['mappings', '{"shop"', 'expected an object of mappings by name'],
    ['mappings', { shop: { mapp: {} } }, 'mapp'],
    ['checkedDay', 'tomorrow', 'expected yesterday, today or a calendar date as YYYY-MM-DD, got "tomorrow"'],
    ['checkedDay', '2026-02-30', 'expected yesterday, today or a calendar date'],
    ['sample', '1/0', '--sample'],
    ['sample', '1/2/3', '--sample'],
    ['sample', {}, '--sample'],
    ['param', ['num_leaves'], 'expected key=value, such as num_leaves=31'],
    ['param', 7, 'expected key=value'],
    ['limit', 'minSkill=x', 'expected a number such as 12, 0.5 or 1e3'],
    ['digest', 'perhaps', '--digest'],
    ['input', '', '--input'],
    ['out', 'a\u0000b', '--out'],
    ['registry', 'ftp://x', '--registry'],
    ['delimiter', '', 'expected a text, got none'],
  ])('%s is not %j', async (name, value, told) => {
    expect(await refusal(() => read(name, value))).toEqual(['config-invalid', expect.stringContaining(told)]);
  });

  it('under a name that a record can keep, or refused', async () => {
    const hostile = JSON.parse('{"__proto__": "x", "rule_code": "y"}') as unknown;
    expect((await refusal(() => read('map', hostile)))?.[0]).toBe('config-invalid');
  });
});

describe('settings', () => {
  it('have a declaration each, which their name leads to', () => {
    for (const name of Object.keys(SETTINGS) as SettingName[]) expect(settingOf(name)).toBe(SETTINGS[name]);
  });
});
