import { STATES } from '../tokens/tokens.js';

/** Text, mark and tint of every state. */
export const STATE_COLOURS = STATES.map(
  (state) =>
    `.state.${state}{color:var(--${state})}.state.${state}>.ic{color:var(--${state}-mark)}.pill.${state}{background:var(--${state}-tint)}`,
).join('\n');
