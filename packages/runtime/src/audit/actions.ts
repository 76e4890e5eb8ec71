import type { AuditSchema } from '@dqs/core/audit';

const fields = (...names: readonly string[]): AuditSchema => ({
  fields: new Map(names.map((name) => [name, 'keep'])),
});

const ALIAS = fields('alias', 'version', 'from', 'to', 'outcome');
const VERSION = fields('version', 'because', 'parent');
const SILENCE = fields('match', 'from', 'until', 'comment');
const MARK = fields('series', 'kind', 'day', 'below', 'comment');
const WEBHOOK = fields('types', 'tenants', 'old_secret_until');
const KEY = fields('name', 'env', 'role', 'tenants', 'scopes', 'expiresAt');

/**
 * What is recorded of the states before and after an act, by its action; of other actions nothing is. Everything new is secret
 * until it is named here.
 */
export const AUDIT_SCHEMAS: ReadonlyMap<string, AuditSchema> = new Map<string, AuditSchema>([
  ['silence.add', SILENCE],
  ['silence.end', SILENCE],
  ['mark.add', MARK],
  ['mark.withdraw', MARK],
  ['incident.merge', fields('from')],
  ['incident.split', fields('alerts')],
  ['incident.resolve', fields('reason')],
  ['model.promote', ALIAS],
  ['model.roll-back', ALIAS],
  ['model.register', VERSION],
  ['model.import', VERSION],
  ['model.tag', fields('tags')],
  ['model.note', fields('note')],
  ['model.rename', fields('from', 'to')],
  ['key.create', KEY],
  ['key.revoke', KEY],
  ['webhook.create', WEBHOOK],
  ['webhook.rotate', WEBHOOK],
  ['policy.change', fields('name', 'digest')],
  ['retraining.run', fields('job', 'start', 'verdict', 'challenger', 'phase')],
  ['audit.read', fields('entries')],
  ['audit.anchor', fields('size', 'root')],
]);
