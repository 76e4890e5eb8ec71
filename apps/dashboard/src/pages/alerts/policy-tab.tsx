import { countText } from '@dqs/core/wording';
import { Empty, State } from '@dqs/reports/components';
import type { AlertsPage } from '@dqs/runtime/pages';
import { useQuery } from '@tanstack/react-query';
import { Link, useSearchParams } from 'wouter';

import { useConnection, useFrame, useMay } from '../../data/page-context.js';
import { Problem } from '../../frame/problem.js';
import { Loading } from '../../parts/loading.js';
import type { PolicyTests } from './answers.js';
import { Diff } from './diff-card.js';
import { PolicyEditor } from './policy-editor.js';
import { setDraft, useCheck, useProposal, type Proposal } from './proposal.js';
import { Propose } from './propose.js';
import { untilDone } from './until-done.js';

/** The policy as it is and as it would be: written, checked line by line, tested. */
export default function PolicyTab({ page }: { readonly page: AlertsPage }) {
  const { who, isNow } = useFrame();
  const { isOffline } = useConnection();
  const { proposal, error } = useProposal();
  if (isOffline || !isNow) {
    return (
      <section className="card">
        <Empty title="The policy is shown as it is now alone" why="Go to now, on a server, to read and change it." />
      </section>
    );
  }
  if (who.tenants !== null) {
    return (
      <section className="card">
        <Empty
          title="The policy is about all tenants"
          why="Your key is limited to some. Whoever administers the keys can give one that is not."
        />
      </section>
    );
  }
  if (error) return <Problem error={error} what="The policy could not be read." />;
  if (proposal === undefined) return <Loading what="Reading the policy" />;
  return <Written proposal={proposal} page={page} />;
}

function Written({ proposal, page }: { readonly proposal: Proposal; readonly page: AlertsPage }) {
  const { now, text, isChanged } = proposal;
  const mayEdit = useMay('edit');
  const check = useCheck(text);
  const [params] = useSearchParams();
  const simulate = new URLSearchParams(params);
  simulate.set('tab', 'simulate');
  const problems = check.data?.problems ?? [];
  const doubts = check.data?.doubts ?? [];
  return (
    <>
      <section className="card" id="policy">
        <header>
          <h2>{now === '' ? 'The first policy' : `Policy ${page.policy.name}`}</h2>
          <p role="status">{check.isCurrent ? checkedText(problems.length, doubts.length) : 'is being read'}</p>
          <div className="right btns">
            {isChanged ? (
              <button type="button" className="btn sm" onClick={() => setDraft(undefined)}>
                Take back
              </button>
            ) : null}
            <DownloadYaml text={text} />
            {isChanged ? (
              <Link className="btn sm" href={`/alerts?${simulate}`}>
                Simulate
              </Link>
            ) : null}
            {mayEdit && isChanged ? <Propose proposal={proposal} isReadable={check.data?.policy != null} /> : null}
          </div>
        </header>
        {check.error ? <Problem error={check.error} what="It could not be looked at." /> : null}
        <PolicyEditor text={text} onChange={setDraft} problems={problems} doubts={doubts} isReadOnly={!mayEdit} />
        {mayEdit ? null : (
          <footer>
            <span>Read only: whoever has the role editor changes the policy; administrators give it.</span>
          </footer>
        )}
      </section>
      {isChanged ? <Diff before={now} after={text} tests={check.data?.policy?.tests ?? null} /> : null}
      {check.data?.policy == null ? null : <Tests text={text} count={check.data.policy.tests} />}
    </>
  );
}

function checkedText(problems: number, doubts: number): string {
  if (problems > 0) return countText(problems, 'problem');
  return doubts > 0 ? `it can decide; ${countText(doubts, 'doubt')}` : 'it can decide, and nothing in it is doubtful';
}

/** The text as a file. */
export function DownloadYaml({ text }: { readonly text: string }) {
  const save = () => {
    const link = document.createElement('a');
    link.href = URL.createObjectURL(new Blob([text], { type: 'application/yaml' }));
    link.download = 'policy.yaml';
    link.click();
    setTimeout(() => URL.revokeObjectURL(link.href), 10_000);
  };
  return (
    <button type="button" className="btn sm" onClick={save}>
      Download YAML
    </button>
  );
}

/** The tests that the policy holds, each with what was expected and what came. */
function Tests({ text, count }: { readonly text: string; readonly count: number }) {
  const { client } = useConnection();
  const [params] = useSearchParams();
  const { data, error, refetch, isFetching } = useQuery({
    queryKey: ['policy-test', text],
    enabled: params.get('tests') === 'run' && count > 0,
    retry: false,
    queryFn: ({ signal }) =>
      untilDone<PolicyTests>(() => client.POST('/api/v1/policies/alerts/test', { body: { text }, signal }), signal),
  });
  return (
    <section className="card" id="tests">
      <header>
        <h2>Tests</h2>
        <p role="status">
          {isFetching
            ? 'running'
            : data === undefined
              ? countText(count, 'test')
              : `${data.passed} of ${data.tests.length} pass`}
        </p>
        {count === 0 ? null : (
          <div className="right">
            <button type="button" className="btn sm" disabled={isFetching} onClick={() => void refetch()}>
              Run the policy’s tests
            </button>
          </div>
        )}
      </header>
      {error ? <Problem error={error} what="The tests did not run." /> : null}
      {count === 0 ? (
        <Empty
          title="The policy holds no tests"
          why="A test says day by day what comes and who is told; tests: stands in the policy."
          command="dqs alerts test --policy policy.yaml"
        />
      ) : null}
      {data === undefined ? null : (
        <ul className="rows">
          {data.tests.map((one) => (
            <li key={one.line}>
              <State state={one.passed ? 'ok' : 'failing'} word={one.passed ? 'Passed' : 'Failed'} />
              <span className="grow two-lines">
                {one.name}
                {one.failures.map(({ line, problem }, i) => (
                  <span className="faint small" key={i}>
                    line {line}: {problem}
                  </span>
                ))}
              </span>
              <span className="end">line {one.line}</span>
            </li>
          ))}
        </ul>
      )}
    </section>
  );
}
