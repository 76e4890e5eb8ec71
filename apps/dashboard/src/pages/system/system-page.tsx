import type { SystemPage as SystemFacts } from '@dqs/runtime/pages';

import { useFrame, useMay } from '../../data/page-context.js';
import { usePage } from '../../data/use-page.js';
import { useParam } from '../../data/url-state.js';
import { WithPage } from '../../parts/page-state.js';
import { useTitle } from '../../parts/use-title.js';
import { Audit } from './audit.js';
import { KeyRing } from './keys.js';
import { Figures } from './figures.js';
import { Jobs } from './jobs.js';
import { PauseDialog, useResume } from './pause.js';
import { useRunNow } from './run-now.js';
import { Self } from './self.js';
import { Sources } from './sources.js';
import { Trouble } from './trouble.js';
import { Webhooks } from './webhooks.js';
import { bytesText, momentText } from './words.js';
import { Problem } from '../../frame/problem.js';

/** Sources, jobs, what DQS finds of itself, who did what, and who may ask. */
export default function SystemPage() {
  useTitle('System');
  const query = usePage<SystemFacts>('/system');
  return (
    <WithPage query={query} what="The system">
      {(page) => <System page={page} />}
    </WithPage>
  );
}

function System({ page }: { readonly page: SystemFacts }) {
  const { whole } = page;
  const mayAdminister = page.keys !== null;
  const hasSide = whole !== null || page.mayAudit || mayAdminister;
  return (
    <>
      <p className="printed">
        System · known at {momentText(page.knownAt, 0, page.timeZone)} {page.timeZone}
      </p>
      <div className="title">
        <div>
          <h1>System</h1>
          <Standing page={page} />
        </div>
        <Acts page={page} />
      </div>
      {whole === null ? null : <Trouble whole={whole} />}
      <Figures page={page} />
      <div className={hasSide ? 'cols c-main' : 'cols'}>
        <div>
          <Sources page={page} />
          <Jobs page={page} />
        </div>
        {hasSide ? (
          <div>
            {whole === null ? null : <Self part={whole.self} />}
            {page.mayAudit ? <Audit /> : null}
            {page.keys === null ? null : <KeyRing rows={page.keys} page={page} />}
            {page.webhooks === null ? null : <Webhooks rows={page.webhooks} />}
          </div>
        ) : null}
      </div>
    </>
  );
}

/** One line: what runs where, and whether models are moved by themselves. */
function Standing({ page: { whole, isNow } }: { readonly page: SystemFacts }) {
  const { who } = useFrame();
  if (!isNow) return <p>What is known of now alone, jobs, messages and keys, is not shown of a past time.</p>;
  if (whole === null) {
    return (
      <p>Sources of {who.tenants?.join(', ')}. The rest concerns every tenant: an admin sees it and can give it.</p>
    );
  }
  const { store, automation } = whole;
  const room = store.freeBytes === null ? '' : ` of ${bytesText(store.bytes + store.freeBytes)}`;
  const where = store.kind === 'embedded' ? 'embedded PostgreSQL' : 'a server of PostgreSQL';
  return (
    <p>
      Store {where} {store.postgres}, {bytesText(store.bytes)}
      {room}
      {store.processes === null ? '' : `; ${store.processes} ${store.processes === 1 ? 'process' : 'processes'}`}.{' '}
      {automation === null
        ? 'No model is trained by itself.'
        : automation.paused === null
          ? 'Automation is running.'
          : `Automation is paused by ${automation.paused.by}: ${automation.paused.reason}`}
    </p>
  );
}

function Acts({ page: { whole } }: { readonly page: SystemFacts }) {
  const mayOperate = useMay('operate') && whole !== null;
  const [act, setAct] = useParam('act');
  const verify = useRunNow();
  const resume = useResume();
  if (!mayOperate) return null;
  const isPaused = whole.automation?.paused != null;
  const failed = verify.error ?? resume.error;
  return (
    <>
      <div className="btns">
        <button type="button" className="btn" disabled={verify.isPending} onClick={() => verify.mutate('verify')}>
          Verify audit now
        </button>
        {whole.automation === null ? null : isPaused ? (
          <button type="button" className="btn" onClick={() => resume.mutate('automation')}>
            Resume automation
          </button>
        ) : (
          <button type="button" className="btn danger" onClick={() => setAct('pause-automation')}>
            Pause automation…
          </button>
        )}
      </div>
      {failed ? <Problem error={failed} what="Not done." /> : null}
      {act === 'pause-automation' && !isPaused ? (
        <PauseDialog what="automation" onClose={() => setAct(undefined)} />
      ) : null}
    </>
  );
}
