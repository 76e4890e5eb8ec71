/**
 * Statistics of one level as of the latest observation: whether, how often and after what the series reached it. NaN where
 * nothing is known.
 */
export const LEVEL_STATISTICS = [
  { name: 'reached_last', meaning: 'whether the latest observed day reached the level' },
  { name: 'reached_7', meaning: 'share of the last 7 observed days that reached it' },
  { name: 'reached_28', meaning: 'share of the last 28' },
  { name: 'reached_ew_85', meaning: 'share that forgets 15 % a day' },
  { name: 'reached_ew_95', meaning: 'share that forgets 5 % a day' },
  { name: 'reached_ew_985', meaning: 'share that forgets 1.5 % a day' },
  { name: 'reached_weekday', meaning: "whether the latest day of the target's weekday reached it" },
  { name: 'reached_weekday_8', meaning: "share of the last 8 days of the target's weekday" },
  { name: 'reached_run', meaning: 'days in a row that reached it, negative for days that did not' },
  { name: 'reached_flips', meaning: 'changes between reaching and missing it in the last 28 observed days' },
  { name: 'distance', meaning: 'latest pass fraction minus the level' },
  {
    name: 'after',
    meaning: 'share that reached it after days which stood as the latest one, recent ones weighing more',
  },
  { name: 'after_plain', meaning: 'the same, all weighing alike' },
  { name: 'after_2', meaning: 'the same after the latest two days' },
  { name: 'after_3', meaning: 'the same after the latest three days' },
  { name: 'after_run', meaning: 'the same after a run as long as the current one, up to 6' },
  { name: 'after_weekday', meaning: "the same, among days of the target's weekday" },
] as const;
