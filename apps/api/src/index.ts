export { allRoutes } from './routes/all.js';
export type { Readiness } from './health/routes.js';
export type { RouteDefinition } from './routes/route.js';
export { openapiDocument, type JsonObject } from './openapi/document.js';
export { incompatibilities } from './openapi/compatible.js';
export { createServer } from './server/create-server.js';
export { DEFAULT_LIMITS, type ServerLimits } from './server/limits.js';
export type { Services } from './services.js';
export { serveApi, type Listening, type ServeSettings } from './serve.js';
