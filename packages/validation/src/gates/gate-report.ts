/** What a gate says: `inconclusive` where the evidence decides nothing; it does not stop a model, but it is told. */
export type Verdict = 'pass' | 'fail' | 'inconclusive';

/** The result of one check. Survives JSON. */
export interface GateCheck {
  /** What was checked, such as `skill`; unique within a report. */
  readonly name: string;
  readonly verdict: Verdict;
  /** One sentence for people: what was found and why the verdict follows. */
  readonly reason: string;
  /** The figure that was compared; null where there is none. */
  readonly value: number | null;
  /** What it was compared with; null where there is none. */
  readonly threshold: number | null;
}

/** The results of several checks. */
export interface GateReport {
  /** True where no check failed. */
  readonly passed: boolean;
  readonly checks: readonly GateCheck[];
}

/** A report of checks, in their order. */
export function gateReport(checks: readonly GateCheck[]): GateReport {
  return { passed: checks.every(({ verdict }) => verdict !== 'fail'), checks };
}

/** A check with finite figures: NaN and infinities, which JSON does not know, become null. */
export function check(
  name: string,
  verdict: Verdict,
  reason: string,
  figures: { readonly value?: number; readonly threshold?: number | null } = {},
): GateCheck {
  return { name, verdict, reason, value: finite(figures.value), threshold: finite(figures.threshold) };
}

/** A number as a sentence holds it: at most `digits` decimals, without needless zeros. */
export function said(value: number, digits = 2): string {
  return String(Number(value.toFixed(digits)));
}

function finite(value: number | null | undefined): number | null {
  return value !== undefined && value !== null && Number.isFinite(value) ? value : null;
}
