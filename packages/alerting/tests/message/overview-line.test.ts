import type { MemberFacts } from '../../src/index.js';
import { overviewLine } from '../../src/message/member-lines.js';

const NAMES = ['orders', 'items', 'carts', 'customers', 'refunds', 'stock'];

/** Members with names and falling odds; `without` is how many of them, from the last, have no forecast. */
const membersOf = (count: number, failing: number, without = 0): readonly MemberFacts[] =>
  NAMES.slice(0, count).map((dataset, i) => ({
    dataset,
    rule: 'rows',
    target: 95,
    state: i < failing ? 'failing' : 'likely',
    ...(i < count - without && { forecast: { odds: 0.9 - i / 10 } as MemberFacts['forecast'] }),
  }));

describe('the line over the members of an incident', () => {
  it.each([
    [membersOf(1, 1, 1), '1 series failing.'],
    [membersOf(2, 1), '1 series failing; likely today: orders 90 %, items 80 %.'],
    [membersOf(4, 0), '0 series failing; likely today: orders 90 %, items 80 %, carts 70 %, customers 60 %.'],
    [
      membersOf(6, 2),
      '2 series failing; likely today: orders 90 %, items 80 %, carts 70 %, customers 60 % and 2 more.',
    ],
    [membersOf(6, 6, 6), '6 series failing.'],
  ])('names up to four that are likely, and counts the others', (members, line) => {
    expect(overviewLine(members).replaceAll('\u00a0', ' ')).toBe(line);
  });
});
