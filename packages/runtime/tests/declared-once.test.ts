import { readFileSync, writeFileSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

import * as z from 'zod/mini';

import * as entry from '../src/settings/index.js';
import {
  areaJsonSchema,
  areaSchema,
  defaultOf,
  environmentName,
  flagKey,
  helpOf,
  readSettings,
  setting,
  SETTINGS,
  settingOf,
  TRAIN_SETTINGS,
  type Area,
  type SettingName,
} from '../src/settings/index.js';

interface Before {
  readonly flags: string;
  readonly environment: string;
  readonly place?: string;
  /** What a text stands for, null where it is refused; a text that is not listed stands for itself. */
  readonly reads: Readonly<Record<string, unknown>>;
}

/** Every setting as version 0.1.0 had it, and how it read some texts. */
const BEFORE = JSON.parse(readFileSync(join(__dirname, 'fixtures', 'settings.json'), 'utf8')) as Record<string, Before>;
const before = Object.entries(BEFORE) as [SettingName, Before][];

let cwd: string;
beforeAll(() => (cwd = mkdtempSync(join(tmpdir(), 'dqs-settings-'))));
afterAll(() => rmSync(cwd, { recursive: true, force: true }));

/** What a setting is read as; null where it is refused. */
const read = async (name: SettingName, flags: object, env: Record<string, string>, config = 'none.json') => {
  const sources = { env, cwd, section: 'train', sections: ['train'] };
  writeFileSync(join(cwd, 'none.json'), '{}');
  const settings = await readSettings([name], { config, ...flags }, sources).catch((error: { code: string }) => {
    expect(error.code).toBe('config-invalid');
    return null;
  });
  return settings === null ? null : settings[name];
};

describe.each(before)('the setting %s of version 0.1.0', (name, { flags, environment, place, reads }) => {
  it('has the same flag, environment variable and place', () => {
    const { flags: now, place: placeNow } = settingOf(name);
    expect([now, environmentName(name), placeNow]).toEqual([flags, environment, place]);
  });

  it('is read from the flag, the environment and the file as it was', async () => {
    if (name === 'config') return;
    for (const [text, value] of Object.entries(reads)) {
      expect([text, await read(name, { [flagKey(name)]: text }, {})]).toEqual([text, value]);
      if (text === '') continue;
      expect([text, await read(name, {}, { [environment]: text })]).toEqual([text, value]);
      writeFileSync(join(cwd, 'named.json'), JSON.stringify({ [name]: text }));
      expect([text, await read(name, {}, {}, 'named.json')]).toEqual([text, value]);
    }
  });
});

const areas = Object.entries(entry).filter(([name]) => name.endsWith('_SETTINGS')) as [string, Area][];

describe.each(areas)('the area %s as fields of an API', (_name, area) => {
  it('has exactly its settings in its JSON Schema, each with what it is for', () => {
    const { properties, additionalProperties } = areaJsonSchema(area);
    expect(Object.keys(properties!)).toEqual(Object.keys(area));
    expect(additionalProperties).toBe(false);
    for (const [name, field] of Object.entries(properties as Record<string, z.core.JSONSchema.JSONSchema>)) {
      expect(field.description).not.toMatch(/\{values\}|^$/);
      expect(field.type ?? field.anyOf).toBeDefined();
      expect(field.default).toEqual(defaultOf(area[name]!));
    }
  });

  it('takes an object without fields, and refuses a field it has not', () => {
    expect(z.core.safeParse(areaSchema(area), {}).success).toBe(true);
    expect(z.core.safeParse(areaSchema(area), { noSuchSetting: 1 }).success).toBe(false);
  });

  it('has defaults that fit', () => {
    for (const setting of Object.values(area)) {
      const value = defaultOf(setting);
      if (value !== undefined) expect(z.core.safeParse(setting.schema, value).success).toBe(true);
    }
  });
});

describe('settings', () => {
  it('stand in one area each', () => {
    const names = areas.flatMap(([, area]) => Object.keys(area));
    expect(names.sort()).toEqual(Object.keys(SETTINGS).sort());
  });

  it('of an API are JSON values: a date is a text, and a number no text', () => {
    const schema = areaSchema(TRAIN_SETTINGS);
    expect(z.core.parse(schema, { testFrom: '2021-02-08', rounds: 5 })).toMatchObject({ testFrom: 18666, rounds: 5 });
    expect(z.core.safeParse(schema, { rounds: '5' }).success).toBe(false);
  });
});

describe('help', () => {
  it('tells what a setting is for without a full stop', () => {
    for (const declared of Object.values(SETTINGS)) expect(helpOf(declared)).toMatch(/[^.]$/);
  });

  it('prints range, names and default from the declaration', () => {
    expect(helpOf(TRAIN_SETTINGS.horizon)).toMatch(/ \(1 to 366; default: 1\)$/);
    expect(helpOf(TRAIN_SETTINGS.spec)).toBe('features: classic, extended or naive (default: extended)');
    expect(helpOf(setting('--x <n>', 'x', { schema: z.int() }, { default: 3 }))).toBe('x (default: 3)');
    expect(helpOf(setting('--x <n>', 'x', { schema: z.int() }))).toBe('x');
    expect(helpOf(setting('--x <n>', 'x', { schema: z.number().check(z.gt(0), z.lte(9)) }))).toBe('x (above 0 to 9)');
  });
});
