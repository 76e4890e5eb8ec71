import type { GateCheck } from '@dqs/core';
import { Empty, State } from '@dqs/reports/components';
import type { ModelPage } from '@dqs/runtime/pages';
import { useState } from 'react';

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
  const [isAll, setAll] = useState(false);
  const checks = ordered(gates?.checks ?? []);
  const left = checks.length - SHOWN;
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
      {checks.length === 0 ? (
        <Empty
          title="No gate was asked"
          why="A promotion asks whether the version is good enough, where there is something to ask it of."
        />
      ) : (
        <GateTable checks={isAll ? checks : checks.slice(0, SHOWN)} />
      )}
      {left > 0 ? (
        <footer>
          <button type="button" className="link" aria-expanded={isAll} onClick={() => setAll(!isAll)}>
            {isAll ? 'Fewer' : `${left} more`}
          </button>
          <span>{countsText(checks)}</span>
        </footer>
      ) : null}
    </section>
  );
}

/** What was asked of the version itself comes first; all the rest is one click away. */
const SHOWN = 8;

/** What failed, then what has a name here, then what was open, then the rest. */
function ordered(checks: readonly GateCheck[]): readonly GateCheck[] {
  const rank = ({ name, verdict }: GateCheck) => {
    if (verdict === 'fail') return 0;
    if (Object.hasOwn(WORDS, name) && verdict === 'pass') return 1;
    return verdict === 'inconclusive' ? 3 : 2;
  };
  return [...checks].sort((a, b) => rank(a) - rank(b));
}

function countsText(checks: readonly GateCheck[]): string {
  const count = (verdict: GateCheck['verdict']) => checks.filter((one) => one.verdict === verdict).length;
  const [passed, failed, open] = [count('pass'), count('fail'), count('inconclusive')];
  return [`${passed} passed`, ...(failed > 0 ? [`${failed} failed`] : []), ...(open > 0 ? [`${open} open`] : [])].join(
    ', ',
  );
}

/** Checks with what was observed, the limit and the verdict; the reason stands behind each. */
export function GateTable({ checks }: { readonly checks: readonly GateCheck[] }) {
  return (
    <div className="scrollx2" role="region" aria-label="Checks" tabIndex={0}>
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
    </div>
  );
}

const WORDS: Readonly<Record<string, string>> = {
  better: 'Better than the champion',
  'naive-skill': 'Skill against naive',
  skill: 'Skill against naive',
  'skill-backtest': 'Skill of its backtest',
  'crps-skill-backtest': 'CRPS skill of its backtest',
  'mae-backtest': 'Error of its backtest, points',
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

function valueText({ name }: GateCheck, value: number | null): string {
  if (value === null) return '–';
  if (name === 'size') return bytesText(value);
  if (name === 'latency')
    return value < 1 ? `${numberText(1000 * value, 0)}\u00a0µs` : `${numberText(value, 1)}\u00a0ms`;
  if (name.includes('skill')) return signedShareText(value);
  if (name === 'shadow') return signedText(value, 3);
  return numberText(value, Number.isInteger(value) ? 0 : Math.abs(value) < 1 ? 3 : 2);
}

/** Which side of its limit is right follows from the verdict: a gate that passed lies on it. */
function limitText(check: GateCheck): string {
  const { name, value, threshold, verdict } = check;
  if (threshold === null) return '–';
  const text = valueText(check, threshold);
  if (name.includes('skill')) return `> ${threshold === 0 ? '0' : text}`;
  if (value === null || value === threshold || verdict === 'inconclusive') return text;
  return `${value < threshold === (verdict === 'pass') ? '≤' : '≥'} ${text}`;
}
