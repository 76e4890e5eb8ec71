/**
 * In which part a version forecasts: `champion` is what people see; `challenger` and `predecessor` (the version before a
 * promotion) forecast in its shadow; `naive` is the forecast that costs nothing, which all are compared with.
 */
export const ARMS = ['champion', 'challenger', 'predecessor', 'naive'] as const;

/** One of {@link ARMS}. */
export type Arm = (typeof ARMS)[number];
