/** Pages of a budget: full boxes are used, dashed ones went to the digest. */
export function Budget({ used, of, over = 0 }: { readonly used: number; readonly of: number; readonly over?: number }) {
  const label = `${used} of ${of} pages used${over > 0 ? `, ${over} went to the digest` : ''}`;
  return (
    <span className="budget" role="img" aria-label={label}>
      {Array.from({ length: of }, (_, i) => (
        <i key={i} className={i < used ? 'on' : undefined} />
      ))}
      {Array.from({ length: over }, (_, i) => (
        <i key={`over-${i}`} className="over" />
      ))}
    </span>
  );
}

/** Evidence on its way to a right: a bar with a tick where it is earned. */
export function Meter({ value, of, label }: { readonly value: number; readonly of: number; readonly label: string }) {
  const most = of * 1.25;
  const share = (of_: number) => `${Math.min(100, (100 * of_) / most)}%`;
  return (
    <svg className="meter" width="100%" height={14} role="img" aria-label={label}>
      <rect className="track" x={0} y={3} width="100%" height={8} rx={4} />
      <rect className="fill-accent" x={0} y={3} width={share(value)} height={8} rx={4} />
      <line className="gate" x1={share(of)} x2={share(of)} y1={0} y2={14} />
    </svg>
  );
}

/** Shares of days as bars, [0, 1]; null is hatched, what is beyond the limit is amber. */
export function Strip({
  values,
  limit,
  label,
  width = 120,
  height = 18,
}: {
  readonly values: readonly (number | null)[];
  readonly limit: number;
  readonly label: string;
  readonly width?: number;
  readonly height?: number;
}) {
  const step = width / Math.max(1, values.length);
  return (
    <svg width={width} height={height} viewBox={`0 0 ${width} ${height}`} role="img" aria-label={label}>
      {values.map((value, i) => {
        const tall = value === null ? height : Math.max(2, height * Math.min(1, value));
        const looks = value === null ? 'gap' : value > limit ? 'warnbar' : 'exec';
        return (
          <rect className={looks} key={i} x={i * step} y={height - tall} width={Math.max(1, step - 1)} height={tall} />
        );
      })}
    </svg>
  );
}
