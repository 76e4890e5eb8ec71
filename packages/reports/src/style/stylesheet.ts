import { tokensCss } from '../tokens/tokens.js';
import { BASE } from './base.js';
import { CHARTS } from './charts.js';
import { PARTS } from './parts.js';
import { PRINT } from './print.js';
import { STATE_COLOURS } from './states.js';

/** The one style of every page and component; nothing in it is fetched. */
export function stylesheet(): string {
  return [tokensCss(), BASE, PARTS, STATE_COLOURS, CHARTS, PRINT].join('');
}
