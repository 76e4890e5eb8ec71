/** What a message says of its incident, worst first. A series is `failing` now, or `likely` to fail; the two never mix. */
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

/** How a state reads: its word, the mark before it, and the colour that repeats the word and never replaces it. */
export interface StateLook {
  readonly word: string;
  readonly mark: string;
  /** `#rrggbb`, the light theme's colour of text; compared with the tokens of `@dqs/reports` by a test there. */
  readonly colour: string;
}

/** The look of each state, the same in every channel. */
export const STATE_LOOKS: Readonly<Record<MessageState, StateLook>> = {
  failing: { word: 'Failing', mark: '◆', colour: '#930c2d' },
  likely: { word: 'Likely to fail', mark: '▲', colour: '#a04408' },
  watch: { word: 'Watch', mark: '△', colour: '#7a5600' },
  unknown: { word: 'No result', mark: '○', colour: '#585d63' },
  intervened: { word: 'Intervened', mark: '◐', colour: '#5340a8' },
  suppressed: { word: 'Suppressed', mark: '⊖', colour: '#46556e' },
  resolved: { word: 'Resolved', mark: '✓', colour: '#33604f' },
};
