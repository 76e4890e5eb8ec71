import { ALERTS_COMMANDS } from './alerts.js';
import { AUDIT_COMMANDS } from './audit.js';
import { BATCH_COMMANDS } from './batch.js';
import { CATALOG_COMMANDS } from './catalog.js';
import type { CommandDefinition } from './command.js';
import { DATA_COMMANDS } from './data.js';
import { DELIVERIES_COMMANDS } from './deliveries.js';
import { EXPERIMENTS_COMMANDS } from './experiments.js';
import { FORECASTS_COMMANDS } from './forecasts.js';
import { JOBS_COMMANDS } from './jobs.js';
import { LEDGER_COMMANDS } from './ledger.js';
import { MODELS_COMMANDS } from './models.js';
import { MONITORING_COMMANDS } from './monitoring.js';
import { OPERATION_COMMANDS } from './operation.js';
import { PANEL_COMMANDS } from './panel.js';
import { programCommands } from './program.js';
import { REGISTRY_COMMANDS } from './registry.js';
import { RETRAINING_COMMANDS } from './retraining.js';
import { SERVER_COMMANDS } from './server.js';
import { STORE_COMMANDS } from './store.js';

/** Every command of the program, by its heading in the help. */
export const COMMANDS: ReadonlyMap<string, readonly CommandDefinition[]> = new Map([
  ['Histories:', [...DATA_COMMANDS, ...PANEL_COMMANDS, ...DELIVERIES_COMMANDS, ...STORE_COMMANDS, ...CATALOG_COMMANDS]],
  ['Models:', MODELS_COMMANDS],
  ['Forecasts:', [...FORECASTS_COMMANDS, ...BATCH_COMMANDS]],
  ['Operation:', [...OPERATION_COMMANDS, ...LEDGER_COMMANDS, ...MONITORING_COMMANDS, ...JOBS_COMMANDS]],
  ['Versions:', [...REGISTRY_COMMANDS, ...EXPERIMENTS_COMMANDS]],
  ['Retraining:', RETRAINING_COMMANDS],
  ['Alerts:', ALERTS_COMMANDS],
  ['Server:', [...SERVER_COMMANDS, ...AUDIT_COMMANDS]],
  ['Program:', programCommands(() => [...COMMANDS.values()].flat())],
]);

/** The names of all commands. */
export const COMMAND_NAMES: readonly string[] = [...COMMANDS.values()].flat().map(({ name }) => name);
