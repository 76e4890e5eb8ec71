import { aboutOf, HOW_LOGS_ARE_READ, settingOf, valuesOf, type SettingName } from '@dqs/runtime/settings';

/** An option as shells and manuals tell of it. */
export interface OptionFacts {
  /** `--input`. */
  readonly long: string;
  /** `-i`; undefined if it has none. */
  readonly short: string | undefined;
  /** What its value is called, without brackets: `path...`; undefined for a flag. */
  readonly value: string | undefined;
  /** What it is for, without its range and default. */
  readonly about: string;
  /** All values that it may have; none if they cannot be listed. */
  readonly choices: readonly string[];
  /** Whether its value is the path of a file or folder. */
  readonly isPath: boolean;
}

const HIDDEN: ReadonlySet<SettingName> = new Set(HOW_LOGS_ARE_READ);

/** Below this, what is left of a command's options without those of reading logs would be less than what is hidden. */
const FEW_OPTIONS = 8;

/** The options that a command's own help leaves to `dqs help input`; none where they are what it is about. */
export function toldElsewhere(settings: readonly SettingName[]): readonly SettingName[] {
  const told = settings.filter((name) => HIDDEN.has(name));
  return settings.length - told.length < FEW_OPTIONS ? [] : told;
}

/** What a setting is on the command line. */
export function optionOf(name: SettingName): OptionFacts {
  const setting = settingOf(name);
  const [, short, long, value] = /^(?:(-\w), )?(--[a-z-]+)(?: [<[](.+)[>\]])?$/.exec(setting.flags)!;
  return {
    long: long!,
    short,
    value,
    about: aboutOf(setting),
    choices: valuesOf(setting.schema),
    isPath: setting.place !== undefined,
  };
}
