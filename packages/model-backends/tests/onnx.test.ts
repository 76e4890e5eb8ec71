import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

import type { FeatureFrame } from '@dqs/core';

import { loadBackend, type ParameterValue } from '../src/index.js';
import { onnxMetadata } from '../src/onnx/metadata.js';
import { sampleTrainingSet } from '../src/testing/index.js';
import { SAMPLE_COLUMNS } from './support/columns.js';
import { fixture, fixturePath } from './support/fixture.js';

interface OnnxFixture {
  readonly columns: Readonly<Record<string, readonly (number | null)[]>>;
  readonly expected: readonly number[];
}

const FIXTURE = JSON.parse(fixture('onnx.json').toString('utf8')) as OnnxFixture;
const FRAME: FeatureFrame = {
  rows: FIXTURE.expected.length,
  columns: SAMPLE_COLUMNS.map((column) => ({
    ...column,
    values: Float32Array.from(FIXTURE.columns[column.name]!, (value) => value ?? Number.NaN),
  })),
};

async function adopted(params: Record<string, ParameterValue>, train = sampleTrainingSet(10, 1)) {
  const backend = await loadBackend('onnx');
  return backend.train({ train, objective: 'l2', rounds: 1, seed: 0, threads: 1, params });
}

describe('the onnx backend', () => {
  // ONNX Runtime adds up leaves in single precision, scikit-learn in double: 1e-6 is some sixteen steps of it.
  it.each(['pipeline.onnx', 'columns.onnx'])('%s forecasts what scikit-learn itself forecasts', async (name) => {
    const model = await adopted({ model: fixturePath(name) });
    const forecasts = model.predict(FRAME);
    FIXTURE.expected.forEach((value, row) => {
      expect(Math.abs(forecasts[row]! - Math.min(1, Math.max(0, value)))).toBeLessThan(1e-6);
    });
    model.close();
  });

  it('tells which library it runs on, and whether the names of the columns could be compared', async () => {
    const model = await adopted({ model: fixturePath('pipeline.onnx') });
    expect(model.engine).toEqual({ name: 'ONNX Runtime', version: expect.any(String), package: 'onnxruntime-node' });
    expect(model).toMatchObject({ columnsChecked: 'names' });
    expect(model.training).toMatchObject({ params: { output: 'variable', scale: 'fraction' } });
    model.close();
  });

  it('reads percentages if configured', async () => {
    const fraction = await adopted({ model: fixturePath('pipeline.onnx') });
    const percentage = await adopted({ model: fixturePath('pipeline.onnx'), scale: 'percentage' });
    fraction.predict(FRAME).forEach((value, row) => {
      expect(percentage.predict(FRAME)[row]).toBeCloseTo(value / 100, 9);
    });
    fraction.close();
    percentage.close();
  });

  it('cannot train, and says what to give it', async () => {
    await expect(adopted({})).rejects.toMatchObject({
      code: 'model-backend-unsupported',
      message: expect.stringMatching(/loads models trained elsewhere.*--param model=model\.onnx/),
    });
  });

  const withColumns = (change: (columns: FeatureFrame['columns']) => FeatureFrame['columns']) => {
    const { frame, target, weight } = sampleTrainingSet(10, 1);
    return { frame: { rows: 10, columns: change(frame.columns) }, target, weight };
  };

  it.each([
    ['a column too few', 'pipeline.onnx', withColumns((columns) => columns.slice(1)), /model of 5 columns.*\[.*6\]/],
    ['another order', 'pipeline.onnx', withColumns((columns) => [...columns].reverse()), /misplaced: /],
    [
      'another name',
      'columns.onnx',
      withColumns((columns) => columns.map((column, i) => (i === 2 ? { ...column, name: 'lag_1_day' } : column))),
      /missing: lag_1_day; unexpected: last_1_value/,
    ],
  ])('refuses a model of %s', async (_, file, train, message) => {
    await expect(adopted({ model: fixturePath(file) }, train)).rejects.toMatchObject({
      code: 'feature-mismatch',
      message: expect.stringMatching(message),
    });
  });

  it.each([
    [{ model: fixturePath('no-imputer.onnx') }, 'invalid-argument', 'put an imputer before it'],
    [{ model: fixturePath('pipeline.onnx'), output: 'label' }, 'invalid-argument', 'the model has variable (float32)'],
    [{ model: fixturePath('absent.onnx') }, 'input-not-found', 'expected an ONNX model at'],
    [{ model: fixturePath('onnx.json') }, 'bundle-corrupt', 'ONNX Runtime cannot open the model'],
    [{ modle: 'x' }, 'invalid-argument', 'did you mean "model"?'],
    [{ model: fixturePath('pipeline.onnx'), scale: 'odds' }, 'invalid-argument', 'expected fraction or percentage'],
  ])('refuses %j with a reason', async (params, code, message) => {
    await expect(adopted(params as Record<string, ParameterValue>)).rejects.toMatchObject({
      code,
      message: expect.stringContaining(message),
    });
  });

  it('a closed model is gone, another one of the same file is not', async () => {
    const folder = mkdtempSync(join(tmpdir(), 'dqs-onnx-'));
    const path = join(folder, 'copy.onnx');
    writeFileSync(path, fixture('pipeline.onnx'));
    const model = await adopted({ model: path });
    rmSync(folder, { recursive: true });
    const again = await (await loadBackend('onnx')).load(model.save());
    const before = again.predict(FRAME);
    model.close();
    expect(again.predict(FRAME)).toEqual(before);
    again.close();
  });
});

describe('onnxMetadata', () => {
  it('reads the texts that Python wrote', () => {
    const metadata = onnxMetadata(fixture('pipeline.onnx'));
    expect(JSON.parse(metadata.get('feature_names')!)).toEqual(SAMPLE_COLUMNS.map(({ name }) => name));
  });

  it('finds nothing in bytes that are no model', () => {
    for (const bytes of [new Uint8Array(0), Buffer.from('plain text, no model'), new Uint8Array(40).fill(255)]) {
      expect(onnxMetadata(bytes).size).toBe(0);
    }
  });
});
