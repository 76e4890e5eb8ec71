import { type Position, type Shape, textOf, textOffset } from '@dqs/core/yaml';

import { MAX_EXPRESSION_LENGTH } from '../expressions/tokens.js';

/** An expression as it stands in the file. */
export interface ConditionText {
  readonly text: string;
  /** The place of a character of it. */
  readonly placeOf: (offset: number) => Position;
}

/** An expression; what it may say depends on the level of its rule, which is known later. */
export function conditionText(what: string): Shape<ConditionText> {
  return {
    schema: { type: ['string', 'boolean'], description: `${what}: a condition such as "p_below_target >= 0.6"` },
    read: (node, from) => {
      const text = textOf(node, `${what}, a condition,`, MAX_EXPRESSION_LENGTH, from.problems);
      if (text === undefined) return undefined;
      const shift = textOffset(node!, text, from);
      const placeOf = (offset: number) => from.problems.positionOf(node, shift === undefined ? 0 : shift + offset);
      return { text, placeOf };
    },
  };
}
