import { INPUT, JUDGING } from '@dqs/runtime/settings';

/** Settings of `dqs registry list`. */
export const REGISTRY_LIST = ['modelName', 'registry', 'last'] as const;

/** Settings of `dqs registry search`. */
export const REGISTRY_SEARCH = [
  'namePart',
  'withTags',
  'withModelTags',
  'madeWith',
  'registeredBy',
  'pointedAt',
  'minMae',
  'maxMae',
  'since',
  'until',
  'sortBy',
  'page',
  'pageSize',
  'registry',
] as const;

/** Settings of `dqs registry show`. */
export const REGISTRY_SHOW = ['reference', 'registry'] as const;

/** Settings of `dqs registry register`. */
export const REGISTRY_REGISTER = [
  'modelName',
  'model',
  'registry',
  'bump',
  'setVersion',
  'parentVersion',
  'note',
  'by',
] as const;

/** Settings of `dqs registry compare`. */
export const REGISTRY_COMPARE = ['baselineVersion', 'candidateVersion', 'registry', ...INPUT, 'threads'] as const;

/** Settings of `dqs registry promote`. */
export const REGISTRY_PROMOTE = [
  'reference',
  'aliasName',
  'registry',
  ...JUDGING,
  'dryRun',
  'override',
  'reason',
  'expect',
  'by',
] as const;

/** Settings of `dqs registry rollback`. */
export const REGISTRY_ROLLBACK = ['reference', 'registry', 'rollbackTo', 'override', 'reason', 'by'] as const;

/** Settings of `dqs registry history`. */
export const REGISTRY_HISTORY = ['reference', 'registry', 'last'] as const;

/** Settings of `dqs registry at`. */
export const REGISTRY_AT = ['moment', 'modelName', 'registry'] as const;

/** Settings of `dqs registry tag`. */
export const REGISTRY_TAG = ['words', 'tags', 'registry', 'reason', 'by'] as const;

/** Settings of `dqs registry note`. */
export const REGISTRY_NOTE = ['words', 'note', 'removeNote', 'registry', 'reason', 'by'] as const;

/** Settings of `dqs registry rename`. */
export const REGISTRY_RENAME = ['modelName', 'newName', 'registry', 'reason', 'by'] as const;

/** Settings of `dqs registry delete`. */
export const REGISTRY_DELETE = ['deleted', 'registry', 'reason', 'by'] as const;

/** Settings of `dqs registry gc`. */
export const REGISTRY_GC = ['modelName', 'registry', 'keepLast', 'apply', 'by'] as const;

/** Settings of `dqs registry verify`. */
export const REGISTRY_VERIFY = ['modelName', 'expectHead', 'registry'] as const;

/** Settings of `dqs registry export`. */
export const REGISTRY_EXPORT = ['reference', 'registry', 'out'] as const;

/** Settings of `dqs registry import`. */
export const REGISTRY_IMPORT = ['archive', 'modelName', 'registry', 'setVersion', 'note', 'by'] as const;
