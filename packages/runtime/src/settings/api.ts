import * as z from 'zod/mini';

import { choice, count, flag, kind, list, path, text, whole } from './kinds.js';
import { setting } from './setting.js';

/** Repeated here, so that no command loads what serves for the help of its settings; a test compares them. */
const ROLES = ['viewer', 'operator', 'editor', 'releaser', 'auditor', 'service', 'admin'] as const;
const ACTIONS = [
  'read',
  'forecast',
  'deliver',
  'silence',
  'operate',
  'edit',
  'release',
  'audit',
  'administer',
] as const;

/** Settings of the API and of the keys that it asks for. */
export const API_SETTINGS = {
  host: setting('--host <name>', 'address to listen on; other machines reach only other ones', text, {
    default: '127.0.0.1',
    danger: 'it opens a port to other machines',
  }),
  port: setting('--port <n>', 'port to listen on; 0 takes a free one', whole(0, 65_535), { default: 8080 }),
  auth: setting('--auth <kind>', 'who is asked for an API key: {values}', choice('none', 'keys'), {
    otherwise: 'none on this machine alone, keys elsewhere',
    danger: 'it lets people in without a key',
  }),
  demo: setting('--demo', 'fill an empty store with a generated company and a replayed year', flag),
  oidcIssuer: setting('--oidc-issuer <url>', 'OpenID issuer whose tokens are taken beside API keys', text, {
    otherwise: 'none is',
    danger: 'it lets people in whom another server names',
  }),
  oidcAudience: setting('--oidc-audience <name>', 'audience that a token has to be for', text, {
    danger: 'it lets people in whom another server names',
  }),
  oidcRoles: setting('--oidc-roles-claim <name>', 'claim with the roles of whoever holds a token', text, {
    default: 'roles',
    danger: 'it says who may do what',
  }),
  oidcTenants: setting(
    '--oidc-tenants-claim <name>',
    'claim with the tenants that are there for them; * stands for all',
    text,
    {
      default: 'tenants',
      danger: 'it says who may do what',
    },
  ),
  oidcName: setting('--oidc-name-claim <name>', 'claim with the name under which they are recorded', text, {
    default: 'sub',
    danger: 'it says under whose name things are recorded',
  }),
  servedPolicy: setting('--policy <file>', 'the alert policy whose incidents, alerts and silences are shown', path, {
    place: 'input',
    otherwise: 'the one that the store keeps, which may be changed over the API',
  }),
  servedRetraining: setting(
    '--retrain-policy <file>',
    'the policy by which a worker trains a model anew, and whose decisions are shown',
    path,
    { place: 'input', otherwise: 'nothing is trained' },
  ),
  webhookNetworks: setting(
    '--webhook-networks <list>',
    'networks that webhooks may reach although they are not public, such as 10.1.0.0/16',
    list,
    { otherwise: 'none', danger: 'it lets whoever manages webhooks have requests sent into these networks' },
  ),
  rateLimit: setting('--rate-limit <n>', 'requests a minute that one client may send', count, { default: 600_000 }),
  keyName: setting('--name <text>', 'what the key is for, for people', text),
  keyRole: setting('--role <name>', '{values}', choice(...ROLES), { default: 'viewer' }),
  keyTenants: setting('--tenants <list>', 'tenants whose series are there for the key', list, { otherwise: 'all' }),
  keyScopes: setting(
    '--scopes <list>',
    'what it may do of that which its role may: {values}',
    kind(() => z.array(z.enum(ACTIONS)).check(z.minLength(1)), { read: list.read }),
    { otherwise: 'all of it' },
  ),
  keyDays: setting('--days <n>', 'days after which it is no longer good', whole(1, 3660), { default: 90 }),
  keyEnvironment: setting('--env <name>', 'environment that the text of the key names', text, { default: 'live' }),
  keyId: setting('--id <id>', 'id of a key, as dqs keys list shows it', text),
};

/** Settings of whose tokens are taken. */
export const TOKENS = ['oidcIssuer', 'oidcAudience', 'oidcRoles', 'oidcTenants', 'oidcName'] as const;
