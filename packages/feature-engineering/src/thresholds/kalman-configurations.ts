/** What one filter of the bank believes about a series, on the logit scale. */
export interface KalmanConfiguration {
  /** Share of the AR(1) term that is left a day later, in [0, 1); 0 makes the term the noise of one day. */
  readonly phi: number;
  /** Variance that the AR(1) term gains a day. */
  readonly qx: number;
  /** Variance that the level gains a day. */
  readonly ql: number;
  /** Standard deviation of each weekday's effect. */
  readonly sw: number;
  /** Standard deviation of the loading on the common factor, around 1. */
  readonly sf: number;
}

/**
 * The filters of a bank, chosen on training dates of four histories: two levels that drift (slowly, fast), two with days
 * that hang together, one with strong weekdays, and one with noise of its own every day.
 */
export const KALMAN_CONFIGURATIONS: readonly KalmanConfiguration[] = [
  { phi: 0, qx: 0, ql: 0.002, sw: 0.15, sf: 0.5 },
  { phi: 0, qx: 0, ql: 0.02, sw: 0.3, sf: 0.5 },
  { phi: 0.85, qx: 0.06, ql: 0, sw: 0.08, sf: 1 },
  { phi: 0.7, qx: 0.15, ql: 0.0005, sw: 0.2, sf: 1 },
  { phi: 0.9, qx: 0.05, ql: 0.002, sw: 0.6, sf: 0.5 },
  { phi: 0, qx: 0.4, ql: 0.0005, sw: 0.3, sf: 0.5 },
];

export const FILTERS = KALMAN_CONFIGURATIONS.length;

/** A longer gap counts as this many days: after a month, what is known of a series has faded as far as it is allowed to. */
export const MOST_DAYS = 30;

/** Places of the state; 0 … 6 are the weekdays, Monday first. The AR(1) term is last, so that a filter may do without it. */
export const LOADING = 7;
export const LEVEL = 8;
export const AR = 9;
export const STATES = 10;

/** Numbers of a covariance, packed by rows of its lower triangle: (i, j) with j ≤ i is at i(i + 1)/2 + j. */
export const PACKED = (STATES * (STATES + 1)) / 2;

/** Where rows of a packed covariance begin. */
export const LOADING_ROW = (LOADING * (LOADING + 1)) / 2;
export const LEVEL_ROW = (LEVEL * (LEVEL + 1)) / 2;
export const AR_ROW = (AR * (AR + 1)) / 2;

/** Values by filter and days gone by, 0 … {@link MOST_DAYS}: those of filter c begin at c(MOST_DAYS + 1). */
function byDays(value: (configuration: KalmanConfiguration, days: number) => number): Float64Array {
  return Float64Array.from({ length: FILTERS * (MOST_DAYS + 1) }, (_, i) => {
    return value(KALMAN_CONFIGURATIONS[Math.floor(i / (MOST_DAYS + 1))]!, i % (MOST_DAYS + 1));
  });
}

/** What is left of the AR(1) term. */
export const AR_LEFT = byDays(({ phi }, days) => phi ** days);

/** The variance that the AR(1) term gains: qx(1 + φ² + … ), one term a day. */
export const AR_GAIN = byDays(({ phi, qx }, days) => (qx * (1 - phi ** (2 * days))) / (1 - phi * phi));

/** The variance that the level gains. */
export const LEVEL_GAIN = byDays(({ ql }, days) => ql * days);

/** What is left of a sum of evidence, for every filter alike. */
export const EVIDENCE_LEFT = Float64Array.from({ length: MOST_DAYS + 1 }, (_, days) => 0.99 ** days);

/**
 * How many places of the state each filter carries on. One with φ = 0 carries no AR(1) term: nothing of it is left on the
 * next day, so all it does is add {@link DAY_NOISE} to the variance of every day.
 */
export const CARRIED = Int32Array.from(KALMAN_CONFIGURATIONS, ({ phi }) => (phi === 0 ? AR : STATES));

/** Variance of a filter's AR(1) term where it is not carried on. */
export const DAY_NOISE = Float64Array.from(KALMAN_CONFIGURATIONS, ({ phi, qx }) => (phi === 0 ? qx : 0));

const DIAGONAL = Int32Array.from({ length: STATES }, (_, i) => (i * (i + 3)) / 2);

/** Covariances of all filters before the first result: independent places, the level's variance 1, the AR(1) term's stationary. */
export const PRIOR_COVARIANCES = Float64Array.from({ length: FILTERS * PACKED }, (_, at) => {
  const { phi, qx, sw, sf } = KALMAN_CONFIGURATIONS[Math.floor(at / PACKED)]!;
  const place = DIAGONAL.indexOf(at % PACKED);
  if (place < 0) return 0;
  if (place < LOADING) return sw * sw;
  if (place === LOADING) return sf * sf;
  return place === LEVEL ? 1 : qx / (1 - phi * phi);
});
