import { ChartActions } from '@dqs/reports/components';
import { QueryClient, QueryClientProvider } from '@tanstack/react-query';
import { Suspense, useMemo } from 'react';
import { Redirect, Route, Router, Switch } from 'wouter';
import { useHashLocation } from 'wouter/use-hash-location';

import { asksForKey, openConnection } from '../data/connection.js';
import { ConnectionProvider, FrameProvider, type Frame as FrameFacts } from '../data/page-context.js';
import { FRAME_PATH, usePage } from '../data/use-page.js';
import { Frame } from '../frame/frame.js';
import { Problem } from '../frame/problem.js';
import { SignIn } from '../frame/sign-in.js';
import { ToastProvider } from '../frame/toasts.js';
import { ChartExport } from '../parts/chart-export.js';
import { Loading } from '../parts/loading.js';
import { NotFound } from '../parts/not-found.js';
import { DETAILS, PAGES } from './pages.js';

/** The pages within their frame, from a server or from the data of a file. */
export function App() {
  const connection = useMemo(openConnection, []);
  const queries = useMemo(
    () =>
      new QueryClient({ defaultOptions: { queries: { retry: false, staleTime: 1000, refetchOnWindowFocus: true } } }),
    [],
  );
  return (
    <QueryClientProvider client={queries}>
      <ConnectionProvider value={connection}>
        <Router {...(connection.isOffline && { hook: useHashLocation })}>
          <ToastProvider>
            <Framed />
          </ToastProvider>
        </Router>
      </ConnectionProvider>
    </QueryClientProvider>
  );
}

function Framed() {
  const { data, error } = usePage<FrameFacts>(FRAME_PATH);
  if (data === undefined && asksForKey(error)) return <SignIn isRefused={sessionStorage.getItem('dqs-key') !== null} />;
  if (data === undefined && error) {
    return (
      <main className="main alone">
        <Problem error={error} what="The pages could not be read." />
      </main>
    );
  }
  if (data === undefined) return <Loading what="Reading what is known" />;
  return (
    <FrameProvider value={data}>
      <Frame>
        <ChartActions value={saveChart}>
          <Suspense fallback={<Loading what="Opening the page" />}>
            <Switch>
              {[...PAGES, ...DETAILS].map(({ path, component }) => (
                <Route path={path} component={component} key={path} />
              ))}
              <Route path="/">
                <Redirect to="/today" replace />
              </Route>
              <Route component={NotFound} />
            </Switch>
          </Suspense>
        </ChartActions>
      </Frame>
    </FrameProvider>
  );
}

/** Every chart can be saved. */
function saveChart(title: string) {
  return <ChartExport title={title} />;
}
