/** What a message says of its incident, worst first. */
export const MESSAGE_STATES = [
  'failing',
  'likely',
  'watch',
  'unknown',
  'intervened',
  'suppressed',
  'resolved',
] as const;

/** A state of {@link MESSAGE_STATES}. */
export type MessageState = (typeof MESSAGE_STATES)[number];
