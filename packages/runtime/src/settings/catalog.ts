import { path, text } from './kinds.js';
import { setting } from './setting.js';

/** Settings of catalogs. */
export const CATALOG_SETTINGS = {
  catalog: setting('--catalog <file>', 'owners, targets and importance of series, in YAML', path, {
    otherwise: 'dqs.catalog.yaml if it exists',
    place: 'input',
  }),
  series: setting(
    '--series <name>',
    'a series as dataset/rule, tenant/dataset/rule or source/tenant/dataset/rule',
    text,
  ),
};
