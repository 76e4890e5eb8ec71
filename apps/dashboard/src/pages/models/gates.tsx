import type { GateCheck } from '@dqs/core';
import { Empty, State } from '@dqs/reports/components';
import type { ModelPage } from '@dqs/runtime/pages';

import { bytesText, numberText, signedShareText, signedText } from '../../parts/figure-text.js';
import { dayOfText } from '../../parts/when.js';

const VERDICTS = {
  pass: { state: 'ok', word: 'pass' },
  fail: { state: 'failing', word: 'fail' },
  inconclusive: { state: 'unknown', word: 'open' },
} as const;

/** What the version in production had to pass. */
export function GatesCard({ page: { registry, timeZone, knownAt, champion } }: { readonly page: ModelPage }) {
  const gates = registry?.gates ?? null;
  return (
    <section className="card" id="gates">
      <header>
        <h2>Gates of {gates?.version ?? champion ?? 'no version'}</h2>
        {gates === null ? null : (
          <p>
            {dayOfText(gates.at, timeZone, knownAt)}
            {gates.how === 'overridden' ? ', overridden' : ''}
          </p>
        )}
      </header>
      {gates === null || gates.checks.length === 0 ? (
        <Empty
          title="No gate was asked"
          why="A promotion asks whether the version is good enough, where there is something to ask it of."
        />
      ) : (
        <GateTable checks={gates.checks} />
      )}
    </section>
  );
}

/** Checks with what was observed, the limit and the verdict; the reason stands behind each. */
export function GateTable({ checks }: { readonly checks: readonly GateCheck[] }) {
  return (
    <table className="t gates">
      <thead>
        <tr>
          <th scope="col">Check</th>
          <th scope="col" className="r">
            Observed
          </th>
          <th scope="col" className="r">
            Limit
          </th>
          <th scope="col">
            <span className="hidden">Verdict</span>
          </th>
        </tr>
      </thead>
      <tbody>
        {checks.map((check, i) => (
          <tr key={`${check.name} ${i}`} title={check.reason}>
            <th scope="row" className="why">
              {wordOf(check.name)}
            </th>
            <td className="num">{valueText(check, check.value)}</td>
            <td className="num soft">{limitText(check)}</td>
            <td>
              <State {...VERDICTS[check.verdict]} />
            </td>
          </tr>
        ))}
      </tbody>
    </table>
  );
}

const WORDS: Readonly<Record<string, string>> = {
  better: 'Better than the champion',
  'naive-skill': 'Skill against naive',
  skill: 'Skill against naive',
  'constant-forecasts': 'Beats a constant',
  latency: 'One forecast, p99',
  size: 'Size',
  shadow: 'Days in the shadow',
};

function wordOf(name: string): string {
  if (Object.hasOwn(WORDS, name)) return WORDS[name]!;
  const words = name.replaceAll('-', ' ');
  return words.charAt(0).toUpperCase() + words.slice(1);
}

/** Gates whose limit is the most that is allowed; others ask for the least. */
const AT_MOST = new Set(['latency', 'size', 'shadow']);

function valueText({ name }: GateCheck, value: number | null): string {
  if (value === null) return '–';
  if (name === 'size') return bytesText(value);
  if (name === 'latency')
    return value < 1 ? `${numberText(1000 * value, 0)}\u00a0µs` : `${numberText(value, 1)}\u00a0ms`;
  if (name.includes('skill')) return signedShareText(value);
  if (name === 'shadow') return signedText(value, 3);
  return numberText(value, Number.isInteger(value) ? 0 : Math.abs(value) < 1 ? 3 : 2);
}

function limitText(check: GateCheck): string {
  const { name, threshold } = check;
  if (threshold === null) return '–';
  if (name.includes('skill') && threshold === 0) return '> 0';
  return `${AT_MOST.has(name) ? '≤' : '≥'} ${valueText(check, threshold)}`;
}
