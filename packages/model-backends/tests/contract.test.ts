import { backendNames, loadBackend } from '../src/index.js';
import { BACKEND_CONTRACT, type ContractOptions } from '../src/testing/index.js';
import { SAMPLE_COLUMNS } from './support/columns.js';
import { fixture } from './support/fixture.js';

/** What a backend needs beside itself: a model, where it cannot train one. */
const OPTIONS: Readonly<Record<string, ContractOptions>> = {
  onnx: {
    files: new Map([
      ['model.onnx', fixture('pipeline.onnx')],
      ['onnx.json', Buffer.from('{"scale":"fraction"}')],
      ['columns.json', Buffer.from(JSON.stringify(SAMPLE_COLUMNS))],
    ]),
  },
};

describe.each(backendNames())('the backend %s', (name) => {
  for (const { title, run } of BACKEND_CONTRACT) {
    it(title, async () => run(await loadBackend(name), OPTIONS[name]));
  }
});
