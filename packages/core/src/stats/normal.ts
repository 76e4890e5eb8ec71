/** erf(x) / x for |x| up to 0.46875 and erfc beyond: rational approximations of Cody (Math. Comp. 23, 1969), in powers of x. */
const NEAR = {
  top: [3209.37758913846947, 377.485237685302021, 113.864154151050156, 3.1611237438705656, 0.185777706184603153],
  bottom: [2844.23683343917062, 1282.61652607737228, 244.024637934444173, 23.6012909523441209, 1],
};
const MIDDLE = {
  top: [
    1230.33935479799725, 2051.07837782607147, 1712.04761263407058, 881.95222124176909, 298.635138197400131,
    66.1191906371416295, 8.88314979438837594, 0.564188496988670089, 2.15311535474403846e-8,
  ],
  bottom: [
    1230.33935480374942, 3439.36767414372164, 4362.61909014324716, 3290.79923573345963, 1621.38957456669019,
    537.181101862009858, 117.693950891312499, 15.7449261107098347, 1,
  ],
};
const FAR = {
  top: [
    -6.58749161529837803e-4, -1.60837851487422766e-2, -0.125781726111229246, -0.360344899949804439,
    -0.305326634961232344, -1.63153871373020978e-2,
  ],
  bottom: [
    2.33520497626869185e-3, 6.05183413124413191e-2, 0.527905102951428412, 1.87295284992346725, 2.56852019228982242, 1,
  ],
};

interface Rational {
  readonly top: readonly number[];
  readonly bottom: readonly number[];
}

function rational({ top, bottom }: Rational, x: number): number {
  return polynomial(top, x) / polynomial(bottom, x);
}

function polynomial(coefficients: readonly number[], x: number): number {
  let sum = 0;
  for (let i = coefficients.length - 1; i >= 0; i -= 1) sum = sum * x + coefficients[i]!;
  return sum;
}

/** e^(−x²) without the digits that x² loses: x is split into sixteenths and a rest. */
function gaussian(x: number): number {
  const whole = Math.trunc(x * 16) / 16;
  return Math.exp(-whole * whole) * Math.exp(-(x - whole) * (x + whole));
}

/** The complementary error function for x ≥ 0, relative error below 1e-15. */
function erfcOfPositive(x: number): number {
  if (x <= 0.46875) return 1 - x * rational(NEAR, x * x);
  if (x <= 4) return gaussian(x) * rational(MIDDLE, x);
  const inverse = 1 / (x * x);
  return (gaussian(x) / x) * (1 / Math.sqrt(Math.PI) + inverse * rational(FAR, inverse));
}

/** P(Z ≤ x) of the standard normal distribution; relative error below 1e-14 for x from −8 on and below 2e-13 as far
 * as there are numbers (x = −38). */
export function normalCdf(x: number): number {
  const distance = Math.abs(x) / Math.SQRT2;
  if (distance <= 0.46875) return 0.5 + (x / Math.SQRT2) * 0.5 * rational(NEAR, distance * distance);
  const tail = 0.5 * erfcOfPositive(distance);
  return x < 0 ? tail : 1 - tail;
}

/** Wichura's rational approximations (algorithm AS 241, Applied Statistics 37, 1988), in ascending powers. */
const CENTRE = {
  top: [
    3.387132872796366608, 133.14166789178437745, 1971.5909503065514427, 13731.693765509461125, 45921.953931549871457,
    67265.770927008700853, 33430.575583588128105, 2509.0809287301226727,
  ],
  bottom: [
    1, 42.313330701600911252, 687.1870074920579083, 5394.1960214247511077, 21213.794301586595867, 39307.89580009271061,
    28729.085735721942674, 5226.495278852854561,
  ],
};
const TAIL = {
  top: [
    1.42343711074968357734, 4.6303378461565452959, 5.7694972214606914055, 3.64784832476320460504,
    1.27045825245236838258, 0.24178072517745061177, 2.27238449892691845833e-2, 7.7454501427834140764e-4,
  ],
  bottom: [
    1, 2.05319162663775882187, 1.6763848301838038494, 0.68976733498510000455, 0.14810397642748007459,
    1.51986665636164571966e-2, 5.475938084995344946e-4, 1.05075007164441684324e-9,
  ],
};
const FAR_TAIL = {
  top: [
    6.6579046435011037772, 5.4637849111641143699, 1.7848265399172913358, 0.29656057182850489123,
    2.6532189526576123093e-2, 1.2426609473880784386e-3, 2.71155556874348757815e-5, 2.01033439929228813265e-7,
  ],
  bottom: [
    1, 0.59983220655588793769, 0.13692988092273580531, 1.48753612908506148525e-2, 7.868691311456132591e-4,
    1.8463183175100546818e-5, 1.4215117583164458887e-7, 2.04426310338993978564e-15,
  ],
};

/**
 * The x with P(Z ≤ x) = p, by Wichura's algorithm AS 241; relative error below 1e-14 for every p there is, 5e-324 included.
 *
 * @param p in [0, 1]; 0 gives −∞, 1 gives ∞. An upper tail is known as well as 1 − p tells it apart from 1.
 */
export function normalQuantile(p: number): number {
  const q = p - 0.5;
  if (Math.abs(q) <= 0.425) return q * rational(CENTRE, 0.180625 - q * q);
  const tail = q < 0 ? p : 1 - p;
  if (!(tail > 0)) return tail === 0 ? Math.sign(q) * Number.POSITIVE_INFINITY : Number.NaN;
  const r = Math.sqrt(-Math.log(tail));
  const distance = r <= 5 ? rational(TAIL, r - 1.6) : rational(FAR_TAIL, r - 5);
  return Math.sign(q) * distance;
}
