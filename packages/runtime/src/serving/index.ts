export { ApiKeys, type ApiKey, type NewApiKey } from './api-keys.js';
export { ACTIONS, mayDo, ROLES, type Action, type Principal, type Role } from './principal.js';
export { ServedModels, type ServedModel, type ServedSettings } from './served-models.js';
