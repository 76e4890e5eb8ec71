/**
 * Statistics of one level as of the latest observation: whether, how often and after what the series reached it. NaN where
 * nothing is known.
 */
export const LEVEL_STATISTICS = [
  { name: 'reached_last', meaning: 'whether the latest observed day reached the level' },
  { name: 'reached_7', meaning: 'share of the last 7 observed days that reached the level' },
  { name: 'reached_28', meaning: 'share of the last 28 observed days that reached the level' },
  { name: 'reached_ew_85', meaning: 'share of days that reached the level, forgetting 15 % a day' },
  { name: 'reached_ew_95', meaning: 'share of days that reached the level, forgetting 5 % a day' },
  { name: 'reached_ew_985', meaning: 'share of days that reached the level, forgetting 1.5 % a day' },
  { name: 'reached_weekday', meaning: "whether the latest day of the target's weekday reached the level" },
  { name: 'reached_weekday_8', meaning: "share of the last 8 days of the target's weekday that reached the level" },
  { name: 'reached_run', meaning: 'days in a row that reached the level, negative for days that did not' },
  { name: 'reached_flips', meaning: 'changes between reaching and missing the level in the last 28 observed days' },
  { name: 'distance', meaning: 'latest pass fraction minus the level' },
  {
    name: 'after',
    meaning: 'share of days that reached the level after days like the latest one, recent ones weighing more',
  },
  {
    name: 'after_plain',
    meaning: 'share of days that reached the level after days like the latest one, all weighing alike',
  },
  { name: 'after_2', meaning: 'share of days that reached the level after two days like the latest two' },
  { name: 'after_3', meaning: 'share of days that reached the level after three days like the latest three' },
  {
    name: 'after_run',
    meaning: 'share of days that reached the level after a run as long as the current one, up to 6',
  },
  {
    name: 'after_weekday',
    meaning: "share of days of the target's weekday that reached the level after days like the latest one",
  },
] as const;
