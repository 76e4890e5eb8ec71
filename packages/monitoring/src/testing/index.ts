export { simulatePools, type SimulatedOperation } from './simulate-pools.js';
export { simulateDrift, type SimulatedDrift } from './simulate-drift.js';
export { verdictsOfSimulation, type SimulatedVerdicts, type WindowCounts } from './verdicts-of-simulation.js';
