import * as z from 'zod/mini';

import { choice, count, flag, number, path, storePlace, text, whole } from './kinds.js';
import { setting } from './setting.js';
import { tags, wantedTags } from './tags.js';
import { timeOf } from './units.js';

/** Settings of the registry of versions. */
export const REGISTRY_SETTINGS = {
  registry: setting(
    '--registry <dir>',
    'folder of the registry, or its URL: s3://bucket/prefix, az://container/prefix, gs://bucket/prefix',
    storePlace,
    { default: 'registry', place: 'kept' },
  ),
  checkedStore: setting('--at <url>', 'a folder, or the URL of a store such as s3://bucket/prefix', storePlace, {
    place: 'kept',
  }),
  modelName: setting('--name <model>', 'name of a model in the registry, such as orders', text),
  reference: setting(
    '--reference <version>',
    'a version as model@alias, model@1.2.3, model@^1.2 or model@latest',
    text,
  ),
  aliasName: setting('--alias <name>', 'alias to point at the version, such as production', text),
  baselineVersion: setting('--baseline <version>', 'the current version, or a bundle', storePlace, { place: 'input' }),
  candidateVersion: setting('--candidate <version>', 'the version that may replace it, or a bundle', storePlace, {
    place: 'input',
  }),
  bump: setting('--bump <step>', '{values}', choice('major', 'minor', 'patch'), {
    otherwise: 'decided by what changed',
  }),
  setVersion: setting('--set-version <x.y.z>', 'number of the version, instead of the next one', text),
  parentVersion: setting('--parent <x.y.z>', 'version that it follows', text, { otherwise: 'the last registered one' }),
  note: setting('--note <text>', 'a note kept with the version or the model', text),
  words: setting('--reference <model or version>', 'a model, such as orders, or a version of it', text),
  deleted: setting(
    '--reference <what>',
    'a version (orders@1.2.0), an alias (orders@staging) or a whole model (orders)',
    text,
  ),
  by: setting('--by <name>', 'name for the history', text, { otherwise: 'the current user' }),
  reason: setting('--reason <text>', 'reason, for the history', text),
  override: setting('--override', 'move the alias even if gates fail or failed; requires --reason', flag),
  expect: setting('--expect <x.y.z>', 'only if the alias currently points at this version', text),
  rollbackTo: setting('--to <x.y.z>', 'earlier version to return to', text, { otherwise: 'the one before' }),
  moment: setting('--at <time>', 'a day (its end, UTC) or a time such as 2026-03-01T12:00:00Z', timeOf('last')),
  last: setting('--last <n>', 'show only the last n', count, { default: 50 }),
  expectHead: setting(
    '--expect-head <hash>',
    'head printed by an earlier verify or list; fails if the history was cut off or rewritten since',
    text,
  ),
  namePart: setting('--name-part <text>', 'part of the name of the model', text),
  withTags: setting('--tag <key=value...>', 'tags of the version; key alone, or key=, matches any value', wantedTags),
  withModelTags: setting('--model-tag <key=value...>', 'tags of the model, in the same form', wantedTags),
  madeWith: setting('--backend <name>', 'backend, such as lightgbm', text),
  registeredBy: setting('--registered-by <name>', 'who registered the version', text),
  pointedAt: setting('--alias <name>', 'alias that points at the version', text),
  minMae: setting(
    '--min-mae <points>',
    'minimum error on days not trained on, in percentage points',
    number(() => z.number()),
  ),
  maxMae: setting(
    '--max-mae <points>',
    'maximum error on days not trained on, in percentage points',
    number(() => z.number()),
  ),
  since: setting(
    '--since <time>',
    'registered on this day or later, or at a time, such as 2026-03-01',
    timeOf('first'),
  ),
  until: setting('--until <time>', 'registered on this day or earlier, or at a time', timeOf('last')),
  sortBy: setting(
    '--sort <order>',
    'newest first, smallest error first, or by name',
    choice('newest', 'error', 'name'),
    {
      default: 'newest',
    },
  ),
  page: setting('--page <n>', 'page to show, from 1', count, { default: 1 }),
  pageSize: setting('--page-size <n>', 'versions per page', whole(1, 1000), { default: 50 }),
  newName: setting('--to <model>', 'new name of the model', text),
  removeNote: setting('--remove', 'remove the note', flag),
  tags: setting('--tags <key=value...>', 'tags to set; key= removes one', tags),
  keepLast: setting('--keep-last <n>', 'number of last registered versions to keep', count, { default: 10 }),
  apply: setting('--apply', 'actually remove what is shown; without it nothing is changed', flag),
  archive: setting('--archive <file>', 'archive of a version, written by dqs registry export', path, {
    place: 'input',
  }),
};
