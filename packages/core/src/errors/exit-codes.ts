/** The exit codes of the DQS programs. */
export const EXIT = { ok: 0, failed: 1, wrongUse: 2, gateFailed: 3, interrupted: 130 } as const;

/** A value of {@link EXIT}. */
export type ExitCode = (typeof EXIT)[keyof typeof EXIT];
