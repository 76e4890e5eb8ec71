import { useId } from 'react';

/** One of a few, side by side. */
export function Choice<K extends string>({
  label,
  value,
  choices,
  onChoose,
}: {
  readonly label: string;
  readonly value: K;
  readonly choices: Readonly<Record<K, string>>;
  readonly onChoose: (value: K) => void;
}) {
  const name = useId();
  return (
    <div className="seg" role="radiogroup" aria-label={label}>
      {(Object.entries(choices) as [K, string][]).map(([key, word]) => (
        <label key={key}>
          <input type="radio" name={name} value={key} checked={value === key} onChange={() => onChoose(key)} />
          {word}
        </label>
      ))}
    </div>
  );
}
