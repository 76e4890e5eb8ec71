import type { Budget, Policy } from '../policy/policy.js';
import type { Reason } from '../reason.js';
import { durationText } from '../expressions/units.js';

/** A page that was sent. */
export interface PageRecord {
  readonly owner: string;
  readonly incident: string;
  readonly at: number;
}

/** Whether an owner takes another page. */
export interface BudgetAnswer {
  readonly isLeft: boolean;
  /** The digest that takes what is over the budget. */
  readonly overflow: string | undefined;
  readonly reasons: readonly Reason[];
}

/** What is left of the budgets while pages are sent. The first budget that names an owner counts. */
export class PageBudgets {
  readonly #budgets: readonly Budget[];
  readonly #at: number;
  readonly #pages: PageRecord[];

  constructor({ budgets }: Policy, pages: readonly PageRecord[], at: number) {
    this.#budgets = budgets;
    this.#at = at;
    const longest = Math.max(0, ...budgets.map(({ pages: { ms } }) => ms));
    this.#pages = pages.filter((one) => one.at > at - longest);
  }

  ask(owner: string): BudgetAnswer {
    const budget = this.#budgets.find((one) => one.matches(owner));
    if (budget === undefined) return { isLeft: true, overflow: undefined, reasons: [] };
    const { count, ms } = budget.pages;
    const used = this.#pages.filter((one) => one.owner === owner && one.at > this.#at - ms).length;
    const isLeft = used < count;
    const check = `pages of ${owner} in ${durationText(ms)}`;
    const reasons: Reason[] = [{ check, observed: used, limit: count, verdict: isLeft ? 'met' : 'not-met' }];
    return { isLeft, overflow: budget.overflow, reasons };
  }

  /** Notes that a page was sent. */
  count(owner: string, incident: string): void {
    this.#pages.push({ owner, incident, at: this.#at });
  }

  /** Pages that later budgets have to know. */
  get pages(): readonly PageRecord[] {
    return this.#pages;
  }
}
