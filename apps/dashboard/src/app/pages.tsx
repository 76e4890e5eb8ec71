import { lazy, type ComponentType } from 'react';

/** A page: its word, where it is, the key after `g` that leads there, and its component. */
export interface PageEntry {
  readonly word: string;
  readonly path: string;
  readonly key: string;
  readonly component: ComponentType;
}

/** The pages in the order of the navigation. Each is fetched when it is first opened. */
export const PAGES: readonly PageEntry[] = [
  { word: 'Today', path: '/today', key: 't', component: lazy(() => import('../pages/today/today-page.js')) },
  { word: 'Series', path: '/series', key: 's', component: lazy(() => import('../pages/series/list-page.js')) },
  {
    word: 'Incidents',
    path: '/incidents',
    key: 'i',
    component: lazy(() => import('../pages/incidents/list-page.js')),
  },
  { word: 'Alerts', path: '/alerts', key: 'a', component: lazy(() => import('../pages/alerts/alerts-page.js')) },
  { word: 'Models', path: '/models', key: 'm', component: lazy(() => import('../pages/models/models-page.js')) },
  { word: 'Quality', path: '/quality', key: 'q', component: lazy(() => import('../pages/quality/quality-page.js')) },
  { word: 'System', path: '/system', key: 'y', component: lazy(() => import('../pages/system/system-page.js')) },
];

/** Pages of one thing, which the navigation does not name; `within` is the page that they belong to. */
export const DETAILS: readonly { readonly path: string; readonly within: string; readonly component: ComponentType }[] =
  [
    { path: '/series/:id', within: '/series', component: lazy(() => import('../pages/series/series-page.js')) },
    {
      path: '/incidents/:id',
      within: '/incidents',
      component: lazy(() => import('../pages/incidents/incident-page.js')),
    },
    { path: '/models/:name', within: '/models', component: lazy(() => import('../pages/models/model-page.js')) },
  ];
