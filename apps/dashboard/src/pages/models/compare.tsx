import type { ModelPage } from '@dqs/runtime/pages';
import { useId, useState } from 'react';

import { Dialog } from '../../frame/dialog.js';
import { bytesText, numberText, signedShareText, wholeText } from '../../parts/figure-text.js';
import { dayOfText } from '../../parts/when.js';

interface CompareProps {
  readonly page: ModelPage;
  readonly onClose: () => void;
}

/** Two versions side by side: how they were made, what their backtests measured, how they do live. */
export function Compare({ page, onClose }: CompareProps) {
  const versions = page.registry!.versions.map(({ version }) => version);
  const [first, setFirst] = useState(
    page.champion !== null && versions.includes(page.champion) ? page.champion : versions[0]!,
  );
  const [second, setSecond] = useState(versions.find((version) => version !== first) ?? first);
  return (
    <Dialog title={`Compare versions of ${page.name}`} onClose={onClose} wide>
      <div className="pad">
        <table className="t compare">
          <thead>
            <tr>
              <td />
              <th scope="col">
                <Pick label="First version" value={first} versions={versions} onPick={setFirst} />
              </th>
              <th scope="col">
                <Pick label="Second version" value={second} versions={versions} onPick={setSecond} />
              </th>
            </tr>
          </thead>
          <tbody>
            {rowsOf(page).map(([what, of]) => {
              const [a, b] = [of(first), of(second)];
              return (
                <tr key={what}>
                  <th scope="row">{what}</th>
                  <td className="n">{a}</td>
                  <td className="n">{a === b ? <span className="faint">{b}</span> : b}</td>
                </tr>
              );
            })}
          </tbody>
        </table>
        <p className="small soft">
          Backtests are of different days where versions were trained at different times; live figures are of the last
          28 days, each on the days on which it forecast. Only days that both forecast tell which one is better: see
          “Against predecessor”.
        </p>
      </div>
    </Dialog>
  );
}

function Pick({
  label,
  value,
  versions,
  onPick,
}: {
  readonly label: string;
  readonly value: string;
  readonly versions: readonly string[];
  readonly onPick: (version: string) => void;
}) {
  const id = useId();
  return (
    <>
      <label className="hidden" htmlFor={id}>
        {label}
      </label>
      <select id={id} value={value} onChange={({ currentTarget }) => onPick(currentTarget.value)}>
        {versions.map((version) => (
          <option key={version}>{version}</option>
        ))}
      </select>
    </>
  );
}

function rowsOf({ registry, byVersion, timeZone, knownAt }: ModelPage) {
  const row = (version: string) => registry!.versions.find((one) => one.version === version)!;
  const live = (version: string) => byVersion.filter((one) => one.version === version && one.graded > 0).at(-1);
  const rows: readonly (readonly [what: string, of: (version: string) => string])[] = [
    ['Registered', (version) => dayOfText(Date.parse(row(version).registeredAt), timeZone, knownAt)],
    ['By', (version) => row(version).by],
    ['Follows', (version) => row(version).parent ?? '–'],
    ['Backend', (version) => row(version).backend ?? '–'],
    ['Features', (version) => row(version).spec ?? '–'],
    ['Learned from', (version) => `${row(version).trainedFrom ?? '–'} to ${row(version).trainedTo ?? '–'}`],
    ['Horizon, days', (version) => numberText(row(version).horizon, 0)],
    ['Backtest MAE', (version) => numberText(row(version).error)],
    ['Best naive of it', (version) => numberText(row(version).naiveError)],
    ['Backtest CRPS', (version) => numberText(row(version).crps)],
    ['Size', (version) => bytesText(row(version).bytes)],
    ['Live, as', (version) => live(version)?.arm ?? '–'],
    ['Live graded', (version) => wholeText(live(version)?.graded ?? 0)],
    ['Live MAE', (version) => numberText(live(version)?.mae)],
    ['Live skill', (version) => signedShareText(live(version)?.skill)],
    ['Aliases', (version) => row(version).aliases.join(', ') || '–'],
  ];
  return rows;
}
