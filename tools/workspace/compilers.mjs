// The tools that the native build needs, and which Debian package holds each.
import { capture } from './run.mjs';

const DEBIAN_PACKAGES = { cmake: 'cmake', 'g++': 'g++', make: 'make' };

/** Names of the programs that are not on this machine. */
export async function compilersMissing() {
  const missing = [];
  for (const program of Object.keys(DEBIAN_PACKAGES)) if (!(await isInstalled(program))) missing.push(program);
  return missing;
}

async function isInstalled(program) {
  try {
    return (await capture(program, ['--version'])).code === 0;
  } catch {
    return false;
  }
}

/** What to tell a person whose machine lacks them. */
export const MISSING_COMPILERS_ADVICE = (missing) =>
  `The engines have to be compiled once, and ${missing.join(' and ')} is not installed. On Debian or Ubuntu:\n` +
  `  apt-get install ${missing.map((program) => DEBIAN_PACKAGES[program]).join(' ')}\n` +
  'Or point DQS_LIGHTGBM_BINARY and DQS_XGBOOST_BINARY at a prebuilt dqs_lightgbm.node and dqs_xgboost.node.';
