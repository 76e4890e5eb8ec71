import { STATES } from '../tokens/tokens.js';

/** Text, mark and tint of every state. */
export const STATE_COLOURS = STATES.map(
  (state) =>
    `.state.${state}{color:var(--${state})}.ic.${state}{color:var(--${state}-mark)}.pill.${state}{background:var(--${state}-tint)}`,
).join('\n');
