// Builds build/dqs_scan.node for this machine (some seconds; nothing is done if it is up to date). Used by the setup and by hand.
import { addon, buildNative } from './addon.mjs';

try {
  console.log(`${addon.built}: ${buildNative()}`);
} catch (error) {
  console.warn(`@dqs/ingestion: no native scanner was built; DuckDB reads instead. ${error.message}`);
  process.exitCode = 1;
}
