import { numberText } from '../../parts/figure-text.js';

const [WIDTH, HEIGHT] = [120, 26];

/** Errors of days as a line that breaks where there are none. */
export function ErrorLine({ values }: { readonly values: readonly (number | null)[] }) {
  const known = values.filter((value) => value !== null);
  if (known.length === 0) return <span className="faint">–</span>;
  const [least, most] = [Math.min(...known), Math.max(...known)];
  const y = (value: number) => (most === least ? HEIGHT / 2 : 3 + ((most - value) / (most - least)) * (HEIGHT - 6));
  const step = WIDTH / Math.max(1, values.length - 1);
  let isDown = false;
  const path = values
    .map((value, i) => {
      if (value === null) {
        isDown = false;
        return '';
      }
      const to = `${isDown ? 'L' : 'M'}${(i * step).toFixed(1)} ${y(value).toFixed(1)}`;
      isDown = true;
      return to;
    })
    .join('');
  const label = `error of ${values.length} days, from ${numberText(least)} to ${numberText(most)}, last ${numberText(known.at(-1))}`;
  return (
    <svg width={WIDTH} height={HEIGHT} viewBox={`0 0 ${WIDTH} ${HEIGHT}`} role="img" aria-label={label}>
      <path className="medianline" d={path} fill="none" />
    </svg>
  );
}
