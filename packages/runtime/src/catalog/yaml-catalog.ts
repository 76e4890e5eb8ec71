/** What needs the parser of YAML, in a module of its own so that it is loaded only where there is some. */
export { Catalog } from '@dqs/core/catalog';
