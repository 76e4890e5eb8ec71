import type { AlertsPage as AlertsFacts } from '@dqs/runtime/pages';
import { lazy, Suspense, useState, type ReactNode } from 'react';
import { Link, useSearchParams } from 'wouter';

import { useFrame, useMay } from '../../data/page-context.js';
import { useParam } from '../../data/url-state.js';
import { usePage } from '../../data/use-page.js';
import { Loading } from '../../parts/loading.js';
import { WithPage } from '../../parts/page-state.js';
import { useTitle } from '../../parts/use-title.js';
import { whenText } from '../../parts/when.js';
import { Deliveries } from './deliveries.js';
import { Live } from './live.js';
import { NewSilence } from './new-silence.js';
import { Budgets, SilencesInShort, Waiting } from './side.js';
import { Silences } from './silences.js';

// What edits and simulates is fetched when it is first looked at.
const PolicyTab = lazy(() => import('./policy-tab.js'));
const SimulateTab = lazy(() => import('./simulate-tab.js'));

const TABS = { live: 'Live', policy: 'Policy', silences: 'Silences', deliveries: 'Deliveries', simulate: 'Simulate' };
type Tab = keyof typeof TABS;

/** Who is told what, who is not and why, and what another policy would change. */
export default function AlertsPage() {
  useTitle('Alerts');
  const query = usePage<AlertsFacts>('/alerts');
  return (
    <WithPage query={query} what="Alerting">
      {(page) => <Alerts page={page} />}
    </WithPage>
  );
}

function Alerts({ page }: { readonly page: AlertsFacts }) {
  const [asked = 'live'] = useParam('tab');
  const [isSilencing, setSilencing] = useState(false);
  const maySilence = useMay('silence');
  const { who, isNow } = useFrame();
  const isOfAll = who.tenants === null;
  const tab: Tab = Object.hasOwn(TABS, asked) ? (asked as Tab) : 'live';
  const { policy, timeZone, knownAt } = page;
  return (
    <>
      <p className="printed">
        Alerts, policy {policy.name}, known at {whenText(knownAt, timeZone, knownAt)} {timeZone}
      </p>
      <div className="title">
        <div>
          <h1>Alerts</h1>
          <p>
            Policy {policy.name}
            {policy.since === null ? '' : `, in force since ${whenText(policy.since, timeZone, knownAt)}`}. It has{' '}
            {policy.rules} {policy.rules === 1 ? 'rule' : 'rules'}.
          </p>
        </div>
        <div className="btns">
          {maySilence ? (
            <button type="button" className="btn" data-key="m" onClick={() => setSilencing(true)}>
              New silence…
            </button>
          ) : null}
          {isNow && isOfAll ? (
            <TabLink tab="policy" className="btn" more={{ tests: 'run' }}>
              Run the policy’s tests
            </TabLink>
          ) : null}
        </div>
      </div>
      <Tabs page={page} tab={tab} />
      {tab === 'live' ? <LiveTab page={page} /> : null}
      {tab === 'silences' ? <Silences page={page} onNew={() => setSilencing(true)} /> : null}
      {tab === 'deliveries' ? <Deliveries page={page} /> : null}
      <Suspense fallback={<Loading what="Reading the policy" />}>
        {tab === 'policy' ? <PolicyTab page={page} /> : null}
        {tab === 'simulate' ? <SimulateTab page={page} /> : null}
      </Suspense>
      {isSilencing ? <NewSilence onClose={() => setSilencing(false)} /> : null}
    </>
  );
}

function LiveTab({ page }: { readonly page: AlertsFacts }) {
  return (
    <div className="cols c-main">
      <div>
        <Live page={page} />
      </div>
      <div>
        <Budgets page={page} />
        <SilencesInShort page={page} />
        <Waiting page={page} />
      </div>
    </div>
  );
}

function Tabs({ page, tab }: { readonly page: AlertsFacts; readonly tab: Tab }) {
  const stuck = (page.waiting ?? []).reduce((sum, { waiting, dead }) => sum + waiting + dead, 0);
  const holding = page.silences.filter(({ state }) => state !== 'over').length;
  const counts: Partial<Record<Tab, string>> = {
    live: String(page.told + page.notTold),
    ...(holding > 0 && { silences: String(holding) }),
    ...(stuck > 0 && { deliveries: `${stuck} waiting` }),
  };
  return (
    <nav className="tabs" aria-label="Alerts">
      {(Object.entries(TABS) as [Tab, string][]).map(([name, word]) => (
        <TabLink key={name} tab={name} className={name === tab ? 'on' : undefined} isCurrent={name === tab}>
          {word}
          {counts[name] === undefined ? null : <span className="n">{counts[name]}</span>}
        </TabLink>
      ))}
    </nav>
  );
}

interface TabLinkProps {
  readonly tab: Tab;
  readonly className?: string | undefined;
  readonly isCurrent?: boolean;
  readonly more?: Readonly<Record<string, string>>;
  readonly children: ReactNode;
}

/** Leads to a tab, and keeps all else that the address says. */
function TabLink({ tab, className, isCurrent = false, more = {}, children }: TabLinkProps) {
  const [params] = useSearchParams();
  const query = new URLSearchParams(params);
  for (const [name, value] of Object.entries({ tab, ...more })) query.set(name, value);
  return (
    <Link href={`/alerts?${query}`} className={className} aria-current={isCurrent ? 'page' : undefined}>
      {children}
    </Link>
  );
}
