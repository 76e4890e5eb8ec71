import * as z from 'zod/mini';

import { choice, count, flag, number, path, text, whole } from './kinds.js';
import { setting } from './setting.js';
import { tags, wantedTags } from './tags.js';
import { timeOf } from './units.js';

/** Settings of the registry of versions. */
export const REGISTRY_SETTINGS = {
  registry: setting('--registry <dir>', 'folder of the registry', path, { default: 'registry', place: 'kept' }),
  modelName: setting('--name <model>', 'name of a model in the registry, such as orders', text),
  reference: setting(
    '--reference <version>',
    'a version as model@alias, model@1.2.3, model@^1.2 or model@latest',
    text,
  ),
  aliasName: setting('--alias <name>', 'alias to point at the version, such as production', text),
  baselineVersion: setting('--baseline <version>', 'the version that is there, or a bundle', path, { place: 'input' }),
  candidateVersion: setting('--candidate <version>', 'the version that may replace it, or a bundle', path, {
    place: 'input',
  }),
  bump: setting('--bump <step>', '{values}', choice('major', 'minor', 'patch'), { otherwise: 'what changed decides' }),
  setVersion: setting('--set-version <x.y.z>', 'number of the version, instead of the next one', text),
  parentVersion: setting('--parent <x.y.z>', 'version it follows', text, { otherwise: 'the one registered last' }),
  note: setting('--note <text>', 'a sentence that stays with the version or the model', text),
  words: setting('--reference <model or version>', 'a model, such as orders, or a version of it', text),
  deleted: setting(
    '--reference <what>',
    'a version (orders@1.2.0), an alias (orders@staging) or a whole model (orders)',
    text,
  ),
  by: setting('--by <name>', 'who does it, for the history', text, { otherwise: 'the user of this machine' }),
  reason: setting('--reason <text>', 'why, for the history', text),
  override: setting('--override', 'move the alias even where a gate says, or said, no; needs --reason', flag),
  expect: setting('--expect <x.y.z>', 'only where the alias points at this version now', text),
  rollbackTo: setting('--to <x.y.z>', 'earlier version to go back to', text, { otherwise: 'the one before' }),
  moment: setting('--at <time>', 'a day (its end, UTC) or a time such as 2026-03-01T12:00:00Z', timeOf('last')),
  last: setting('--last <n>', 'show the last n only', count, { default: 50 }),
  expectHead: setting(
    '--expect-head <hash>',
    'head that an earlier verify or list gave; a history that was cut or rewritten since lacks it',
    text,
  ),
  namePart: setting('--name-part <text>', 'part of the name of the model', text),
  withTags: setting('--tag <key=value...>', 'tags of the version; key alone, or key=, fits any text', wantedTags),
  withModelTags: setting('--model-tag <key=value...>', 'tags of the model, in the same form', wantedTags),
  madeWith: setting('--backend <name>', 'kind of model, such as lightgbm', text),
  registeredBy: setting('--registered-by <name>', 'who registered the version', text),
  pointedAt: setting('--alias <name>', 'alias that points at the version', text),
  minMae: setting('--min-mae <points>', 'least error on days not trained on, in percentage points', number(z.number())),
  maxMae: setting(
    '--max-mae <points>',
    'greatest error on days not trained on, in percentage points',
    number(z.number()),
  ),
  since: setting(
    '--since <time>',
    'registered on this day or later, or at a time, such as 2026-03-01',
    timeOf('first'),
  ),
  until: setting('--until <time>', 'registered on this day or earlier, or at a time', timeOf('last')),
  sortBy: setting('--sort <order>', 'newest first, least error first, or by name', choice('newest', 'error', 'name'), {
    default: 'newest',
  }),
  page: setting('--page <n>', 'page to show, from 1', count, { default: 1 }),
  pageSize: setting('--page-size <n>', 'versions on a page', whole(1, 1000), { default: 50 }),
  newName: setting('--to <model>', 'new name of the model', text),
  removeNote: setting('--remove', 'take the note away', flag),
  tags: setting('--tags <key=value...>', 'tags to set; key= takes one away', tags),
  keepLast: setting('--keep-last <n>', 'versions to keep that were registered last', count, { default: 10 }),
  apply: setting('--apply', 'remove what is shown; without it nothing is changed', flag),
  archive: setting('--archive <file>', 'archive of a version, as dqs registry export writes it', path, {
    place: 'input',
  }),
};
