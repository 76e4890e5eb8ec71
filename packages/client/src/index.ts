export { createClient, type ClientOptions, type DqsClient, type ListPath, type QueryOf, type RowOf } from './client.js';
export { DqsApiError, type Problem } from './api-error.js';
export type { DqsEvent, EventOptions } from './events.js';
export type { components, operations, paths } from './generated/schema.js';
