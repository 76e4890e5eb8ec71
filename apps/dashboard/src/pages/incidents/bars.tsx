const [WIDTH, HEIGHT] = [84, 22];

/** Series below their target by day, the last one at the end. */
export function Bars({ bars }: { readonly bars: readonly number[] }) {
  const most = Math.max(1, ...bars);
  const step = WIDTH / Math.max(1, bars.length);
  const label = `series below target by day, last ${bars.length} days: ${bars.join(', ')}`;
  return (
    <svg width={WIDTH} height={HEIGHT} viewBox={`0 0 ${WIDTH} ${HEIGHT}`} role="img" aria-label={label}>
      {bars.map((count, i) => {
        const tall = Math.max(1, (count / most) * (HEIGHT - 3));
        return <rect key={i} className="exec" x={i * step} y={HEIGHT - 1 - tall} width={step - 1.5} height={tall} />;
      })}
    </svg>
  );
}
