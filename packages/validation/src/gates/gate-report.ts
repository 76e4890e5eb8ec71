import type { GateCheck, GateReport, GateVerdict } from '@dqs/core';
import type { z } from 'zod';

/** The limits that a declaration of limits describes, defaults filled in. */
export type LimitsOf<Shape extends z.ZodRawShape> = z.output<z.ZodObject<Shape>>;

/** A report of checks, in their order. */
export function gateReport(checks: readonly GateCheck[]): GateReport {
  return { passed: checks.every(({ verdict }) => verdict !== 'fail'), checks };
}

/** A check with finite figures: NaN and infinities, which JSON does not know, become null. */
export function check(
  name: string,
  verdict: GateVerdict,
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
