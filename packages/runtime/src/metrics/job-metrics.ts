import type { Metrics } from './metrics.js';

/** An attempt at a job that has ended. */
export interface EndedAttempt {
  readonly kind: string;
  readonly outcome: 'done' | 'failed';
  readonly ms: number;
  /** What it said of its work, as it is logged. */
  readonly facts?: object;
}

/** Counts attempts at jobs, and of what they did what is worth a figure. */
export function jobMetrics(metrics: Metrics): (ended: EndedAttempt) => void {
  return ({ kind, outcome, ms, facts: said = {} }) => {
    const facts = said as Readonly<Record<string, unknown>>;
    metrics.count('dqs_jobs_ended_total', 1, { kind, outcome });
    metrics.timer('dqs_job_duration_seconds', { kind })(ms / 1000);
    if (kind === 'collect' && outcome === 'done') countDelivery(metrics, facts);
    if (kind === 'forecast') countIssued(metrics, facts['arms']);
  };
}

function countDelivery(metrics: Metrics, { outcome, rows, rowsRejected }: Readonly<Record<string, unknown>>): void {
  if (typeof outcome !== 'string' || typeof rows !== 'number' || typeof rowsRejected !== 'number') return;
  countIngest(metrics, outcome, rows - rowsRejected, rowsRejected);
}

/** Counts a delivery that came in, with its rows. */
export function countIngest(metrics: Metrics, outcome: string, used: number, rejected: number): void {
  metrics.count('dqs_ingest_deliveries_total', 1, { outcome });
  metrics.count('dqs_ingest_rows_total', used, { outcome: 'used' });
  metrics.count('dqs_ingest_rows_total', rejected, { outcome: 'rejected' });
}

function countIssued(metrics: Metrics, arms: unknown): void {
  if (!Array.isArray(arms)) return;
  for (const { arm, rows } of arms as readonly { readonly arm: string; readonly rows: number }[]) {
    metrics.count('dqs_forecasts_issued_total', rows, { arm });
  }
}
