import type { Action } from '../../serving/principal.js';

/** A page of the navigation. */
export interface FoundPage {
  readonly title: string;
  readonly path: string;
}

/** The pages, in the order of the navigation. */
export const PAGES: readonly FoundPage[] = [
  { title: 'Today', path: '/today' },
  { title: 'Series', path: '/series' },
  { title: 'Incidents', path: '/incidents' },
  { title: 'Alerts', path: '/alerts' },
  { title: 'Models', path: '/models' },
  { title: 'Quality', path: '/quality' },
  { title: 'System', path: '/system' },
];

/** What a search can begin: a form opens, nothing is done before it is sent. */
export interface FoundAct {
  /** As the form is called in addresses: `?act=silence`. */
  readonly id: string;
  /** The word it is found by, which comes before what it is done to. */
  readonly verb: string;
  readonly title: string;
  /** Who may. */
  readonly action: Action;
  /** Whether only those may who see every tenant. */
  readonly everyTenant?: boolean;
  /** Where its form is; of an act on a series or an incident that of the subject. */
  readonly path: string | null;
}

/** Acts on the whole. */
export const ACTS: readonly FoundAct[] = [
  {
    id: 'pause-automation',
    verb: 'Pause',
    title: 'Pause automation…',
    action: 'operate',
    everyTenant: true,
    path: '/system?act=pause-automation',
  },
  {
    id: 'verify',
    verb: 'Verify',
    title: 'Verify audit now',
    action: 'operate',
    everyTenant: true,
    path: '/system?act=verify',
  },
  { id: 'new-key', verb: 'New', title: 'New key…', action: 'administer', path: '/system?act=new-key' },
  { id: 'new-webhook', verb: 'New', title: 'New webhook…', action: 'administer', path: '/system?act=new-webhook' },
];

/** Acts on a series, whose name follows the verb. */
export const SERIES_ACTS: readonly FoundAct[] = [
  { id: 'silence', verb: 'Silence', title: 'Silence', action: 'silence', path: null },
  { id: 'feedback', verb: 'Feedback', title: 'Feedback on', action: 'silence', path: null },
];

/** Acts on an open incident, whose title follows the verb. */
export const INCIDENT_ACTS: readonly FoundAct[] = [
  { id: 'acknowledge', verb: 'Acknowledge', title: 'Acknowledge', action: 'silence', path: null },
  { id: 'assign', verb: 'Assign', title: 'Assign', action: 'silence', path: null },
];
