/** How a state of a series or an incident reads, the same in pages, mails and messages. */
export interface StateLook {
  readonly word: string;
  /** The character that stands before the word where nothing can be drawn. */
  readonly mark: string;
  /** `#rrggbb` of the word on a light ground; it repeats the word and never replaces it. */
  readonly colour: string;
}

/** The look of each state. A series is `failing` now, or `likely` to fail; the two never mix. */
export const STATE_LOOKS = {
  ok: { word: 'OK', mark: '✓', colour: '#33604f' },
  watch: { word: 'Watch', mark: '△', colour: '#7a5600' },
  likely: { word: 'Likely to fail', mark: '▲', colour: '#a04408' },
  failing: { word: 'Failing', mark: '◆', colour: '#930c2d' },
  unknown: { word: 'No result', mark: '○', colour: '#585d63' },
  intervened: { word: 'Intervened', mark: '◐', colour: '#5340a8' },
  suppressed: { word: 'Suppressed', mark: '⊖', colour: '#46556e' },
  resolved: { word: 'Resolved', mark: '✓', colour: '#33604f' },
} as const satisfies Readonly<Record<string, StateLook>>;
