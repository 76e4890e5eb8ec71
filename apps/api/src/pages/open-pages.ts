import { DqsError, SYSTEM_CLOCK } from '@dqs/core';
import { openOperation, openRegistry, type AppHooks, type DatabaseSettings } from '@dqs/runtime';
import { openPolicyOrNone } from '@dqs/runtime/alerting';
import { PageViews, type PageView } from '@dqs/runtime/pages';
import { openRetraining } from '@dqs/runtime/retraining';
import { openAnswers, ServedModels, type Principal } from '@dqs/runtime/serving';
import type { Settings } from '@dqs/runtime/settings';

import type { Call } from '../routes/route.js';
import type { Services } from '../services.js';
import { PAGE_ROUTES } from './all.js';

/** The settings of pages that nobody serves. */
export type PagesSettings = DatabaseSettings &
  Settings<'registry' | 'servedPolicy' | 'servedRetraining' | 'catalog' | 'graceHours' | 'organization'>;

/** Pages as a server would show them to a viewer, without one. */
export interface OpenedPages {
  /** What all of them are made from. */
  readonly view: PageView;
  /** The pages that are not of one thing: `/today`. */
  readonly paths: readonly string[];
  /** What a twin says, with what it is asked with: `/series/orders%2F101.json`, `/series.json?group=source`. */
  read(twin: string): Promise<unknown>;
  close(): Promise<void>;
}

/** Whoever reads a file may not be known: it shows what a viewer may see. */
const READER: Principal = { id: 'report', name: 'report', role: 'viewer' };
/** Twins that are no page of their own, or need somebody who asks. */
const LEFT_OUT = new Set(['/frame', '/search', '/system/audit']);

/**
 * Opens the pages of a store as they were known at a time. The caller closes them.
 *
 * @throws DqsError as `openOperation`, `openPolicyOrNone`, `openRetraining`.
 */
export async function openPages(settings: PagesSettings, knownAt: number, hooks: AppHooks): Promise<OpenedPages> {
  const { registry, servedPolicy: policy, servedRetraining: retrainPolicy, catalog, store } = settings;
  const { clock = SYSTEM_CLOCK, logger } = hooks;
  const operation = await openOperation(settings);
  try {
    const pages = new PageViews({
      ...{ settings, operation, clock },
      policy: () => openPolicyOrNone({ policy, catalog, store }),
    });
    const services: Services = {
      ...{ pages, clock, logger, ledger: operation.ledger, alerting: { store: operation.alerting } },
      ...(retrainPolicy !== undefined && { retraining: await openRetraining({ retrainPolicy, registry }, hooks) }),
      models: new ServedModels(settings, hooks),
      registry: await openRegistry(settings),
      answers: await openAnswers(undefined),
    };
    const view = await pages.of({ knownAt });
    const asked = new Date(knownAt).toISOString();
    return {
      ...{ view, paths: PATHS },
      read: (twin) => readTwin(twin, asked, services, hooks.signal),
      close: () => operation.database.close(),
    };
  } catch (error) {
    await operation.database.close();
    throw error;
  }
}

const ENDING = '.json';

const TWINS = PAGE_ROUTES.filter(({ isTable = false, method }) => method === 'GET' && !isTable).map((route) => ({
  route,
  path: withoutEnding(route.path),
}));

const PATHS = TWINS.map(({ path }) => path).filter((path) => !path.includes('{') && !LEFT_OUT.has(path));

function withoutEnding(path: string): string {
  return path.endsWith(ENDING) ? path.slice(0, -ENDING.length) : path;
}

/** The parameters with which a path is one of a pattern, each of which is one part of it; undefined where it is none. */
function paramsOf(pattern: string, path: string): Readonly<Record<string, string>> | undefined {
  const [wanted, got] = [pattern.split('/'), path.split('/')];
  if (wanted.length !== got.length) return undefined;
  const params: [string, string][] = [];
  for (const [i, part] of wanted.entries()) {
    if (part.startsWith('{')) params.push([part.slice(1, -1), decodeURIComponent(got[i]!)]);
    else if (part !== got[i]) return undefined;
  }
  return Object.fromEntries(params);
}

async function readTwin(twin: string, knownAt: string, services: Services, signal: AbortSignal): Promise<unknown> {
  const [path = '', query = ''] = twin.split('?');
  for (const { route, path: pattern } of TWINS) {
    const params = paramsOf(pattern, withoutEnding(path));
    if (params === undefined || !path.endsWith(ENDING)) continue;
    const call: Call = {
      params,
      query: route.query?.parse({ ...Object.fromEntries(new URLSearchParams(query)), known_at: knownAt }),
      ...{ body: undefined, headers: {}, principal: READER, services, signal },
      changeAlerting: () => Promise.reject(new DqsError('not-served', 'expected a page to change nothing')),
    };
    return (await route.handle(call)).body;
  }
  throw new DqsError('route-unknown', `expected the twin of a page, got ${JSON.stringify(twin.slice(0, 200))}`);
}
