export { arrivalsBySource, type SourceArrivals } from './arrivals.js';
export { collect, type Collected, type CollectOptions } from './collect.js';
export { Deliveries, type DeliveryChange, type DeliveryOutcome, type KnownAt, type NewDelivery } from './deliveries.js';
export {
  isDelivered,
  type Compacted,
  type Delivered,
  type DeliveryBody,
  type DeliveryEntry,
  type PanelReference,
  type SourceDays,
} from './entries.js';
export { factsTold, knownHistory } from './known-history.js';
export { LEAST_ARRIVAL_DAYS, lateSources, type LateSource } from './late-sources.js';
export { verifyDeliveries, type DeliveriesCheck, type DeliveriesCheckOptions } from './verify.js';
