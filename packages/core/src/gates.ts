/** Verdicts of a gate: `inconclusive` if the evidence decides nothing, which is reported and does not stop a model. */
export const GATE_VERDICTS = ['pass', 'fail', 'inconclusive'] as const;

/** One of {@link GATE_VERDICTS}. */
export type GateVerdict = (typeof GATE_VERDICTS)[number];

/** The result of one check of a gate. Survives JSON; further fields are kept where it is recorded. */
export interface GateCheck {
  /** What was checked, such as `skill`; unique within a report. */
  readonly name: string;
  readonly verdict: GateVerdict;
  /** One sentence for people: what was found and why the verdict follows. */
  readonly reason: string;
  /** The figure that was compared; null if there is none. */
  readonly value: number | null;
  /** The figure it was compared with, usually a configured limit; null if there is none. */
  readonly threshold: number | null;
}

/** The results of several checks, which decide on a training, a validation or a promotion. */
export interface GateReport {
  /** True where no check failed. */
  readonly passed: boolean;
  readonly checks: readonly GateCheck[];
}
