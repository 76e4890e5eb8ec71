export { MemoryAnswers, openAnswers, type Answers } from './answers.js';
export { ApiKeys, type ApiKey, type NewApiKey } from './api-keys.js';
export { EventFeed, eventsIn, type Following } from './event-feed.js';
export { ServedJobs } from '../jobs/served-jobs.js';
export { ACTIONS, areWithin, isWithin, mayDo, ROLES, type Action, type Principal, type Role } from './principal.js';
export { ServedModels, type ServedModel, type ServedSettings } from './served-models.js';
export { ServedPolicy, type WrittenPolicy } from './served-policy.js';
export { ServedWebhooks, webhooksIn, type NewWebhook } from '../webhooks/served-webhooks.js';
export { TokenPrincipals, type TokenSettings } from './token-principals.js';
