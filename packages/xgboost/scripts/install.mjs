// npm's install step: use a prebuilt binary when there is one, build locally otherwise. A failure is explained but does
// not fail the installation; loading the package then throws an error that says the same.
import { existsSync } from 'node:fs';
import { buildNative } from './native/build.mjs';
import { builtFile, findPrebuilt, prebuiltName } from './native/paths.mjs';

const prebuilt = findPrebuilt();
if (prebuilt !== undefined && existsSync(prebuilt)) {
  console.log(`@dqs/xgboost: using ${prebuilt}`);
} else if (process.env.DQS_XGBOOST_SKIP_BUILD) {
  console.log('@dqs/xgboost: DQS_XGBOOST_SKIP_BUILD is set, no native binary was built');
} else {
  try {
    const how = await buildNative((line) => console.log(`@dqs/xgboost: ${line}`));
    console.log(`@dqs/xgboost: ${builtFile} (${how})`);
  } catch (error) {
    console.warn(
      [
        '@dqs/xgboost: no native binary for this machine. Tried:',
        process.env.DQS_XGBOOST_BINARY
          ? `  - DQS_XGBOOST_BINARY=${process.env.DQS_XGBOOST_BINARY}: not found`
          : '  - DQS_XGBOOST_BINARY: not set',
        `  - package ${prebuiltName}: not installed`,
        `  - a local build: ${error.message}`,
        'To get one: install CMake and a C++17 compiler with OpenMP and run',
        '  npm rebuild @dqs/xgboost --foreground-scripts',
        `or install ${prebuiltName}, or set DQS_XGBOOST_BINARY to the path of a dqs_xgboost.node.`,
      ].join('\n'),
    );
  }
}
