import { DqsError, formatDay, parseDay } from '@dqs/core';

/** Faults of the results themselves: they get worse. */
export const RESULT_FAULTS = ['drop', 'drift', 'shift'] as const;
/** Faults of the way the results come. */
export const DELIVERY_FAULTS = ['silent', 'late', 'duplicate', 'correction'] as const;

/** What can be planted. */
export type FaultKind = (typeof RESULT_FAULTS)[number] | (typeof DELIVERY_FAULTS)[number];

/** Which results a fault is about: all that agree with every part that is named. */
export interface FaultScope {
  readonly source?: string;
  /** The uuid of a dataset. */
  readonly dataset?: string;
  readonly rule?: string;
}

/** A fault as it is asked for; what is left out is drawn by the seed. */
export interface FaultRequest {
  readonly kind: FaultKind;
  /** Percentage points of a drop, a drift or a shift; days that a late delivery is late. */
  readonly amount?: number;
  /** First day, days since 1970-01-01. */
  readonly from?: number;
  /** How many days. */
  readonly days?: number;
  readonly scope?: FaultScope;
}

/** A fault with everything that makes it. */
export interface PlantedFault {
  readonly kind: FaultKind;
  readonly amount: number;
  /** First and last day, days since 1970-01-01. */
  readonly from: number;
  readonly to: number;
  readonly scope: FaultScope;
}

/** What a kind of fault is unless told: its amount, its days (without end: to the last day), and the unit of the amount. */
interface FaultDefaults {
  readonly amount: number;
  readonly days: number;
  readonly most: number;
}

/** Defaults by kind. A shift stays to the end; a drop is over some day; a drift reaches its points at the end of its days. */
export const FAULT_DEFAULTS: Readonly<Record<FaultKind, FaultDefaults>> = {
  drop: { amount: 10, days: 28, most: 100 },
  drift: { amount: 10, days: 60, most: 100 },
  shift: { amount: 10, days: Number.POSITIVE_INFINITY, most: 100 },
  silent: { amount: 0, days: 3, most: 0 },
  late: { amount: 2, days: 3, most: 30 },
  duplicate: { amount: 0, days: 3, most: 0 },
  correction: { amount: 2, days: 3, most: 30 },
};

/** Every kind of fault. */
export const FAULT_KINDS: readonly FaultKind[] = [...RESULT_FAULTS, ...DELIVERY_FAULTS];

const SCOPES = ['source', 'dataset', 'rule'] as const;
const FORM = /^([a-z]+)(?::(\d{1,3}(?:\.\d{1,6})?))?(?:@(\d{4}-\d{2}-\d{2}))?(?:\+(\d{1,4}))?(?:\/(.{1,400}))?$/;

/**
 * The fault that a text asks for: `drop:30@2025-06-01+28/rule=104,source=crm`, of which all but the kind may be left out.
 *
 * @throws DqsError `invalid-argument` that says what was expected.
 */
export function parseFault(text: string): FaultRequest {
  const match = FORM.exec(text);
  const kind = FAULT_KINDS.find((one) => one === match?.[1]);
  if (!match || kind === undefined) {
    throw refused(text, `expected ${FAULT_KINDS.join(', ')}, such as drop:30@2025-06-01+28/rule=104`);
  }
  const [, , amount, date, days, scope] = match;
  const { most } = FAULT_DEFAULTS[kind];
  if (amount !== undefined && !(Number(amount) > 0 && Number(amount) <= most)) {
    throw refused(text, most === 0 ? `expected no amount for ${kind}` : `expected an amount from 1 to ${most}`);
  }
  const from = date === undefined ? undefined : parseDay(date);
  if (date !== undefined && from === undefined) throw refused(text, `expected a date that exists, got ${date}`);
  if (days !== undefined && Number(days) < 1) throw refused(text, 'expected one day or more');
  return {
    kind,
    ...(amount !== undefined && { amount: Number(amount) }),
    ...(from !== undefined && { from }),
    ...(days !== undefined && { days: Number(days) }),
    ...(scope !== undefined && { scope: parseScope(text, scope) }),
  };
}

function parseScope(text: string, scope: string): FaultScope {
  const parts = scope.split(',').map((part) => {
    const [name, ...value] = part.split('=');
    const known = SCOPES.find((one) => one === name);
    if (known === undefined || value.length === 0) {
      throw refused(text, `expected ${SCOPES.map((one) => `${one}=…`).join(', ')} after the slash`);
    }
    return [known, value.join('=')] as const;
  });
  return Object.fromEntries(parts) as FaultScope;
}

function refused(text: string, expected: string): DqsError {
  return new DqsError('invalid-argument', `${expected}; got the fault ${JSON.stringify(text.slice(0, 120))}`);
}

/** A fault in the form that {@link parseFault} reads. */
export function describeFault({ kind, amount, from, to, scope }: PlantedFault): string {
  const size = amount > 0 ? `:${amount}` : '';
  const parts = SCOPES.flatMap((name) => (scope[name] === undefined ? [] : [`${name}=${scope[name]}`]));
  return `${kind}${size}@${formatDay(from)}+${to - from + 1}${parts.length > 0 ? `/${parts.join(',')}` : ''}`;
}
