import type { FastifyInstance } from 'fastify';

import { openWorld, serverOf, type World } from './support/world.js';

let world: World;
let server: FastifyInstance;
beforeAll(async () => {
  world = await openWorld();
  server = await serverOf(world.services);
});
afterAll(async () => {
  await server.close();
  await world.close();
});

const tensor = (name: string, data: readonly unknown[], shape = [data.length]) => ({
  name,
  shape,
  datatype: 'BYTES',
  data,
});
const INPUTS = [
  tensor('tenant_id', ['acme', 'globex']),
  tensor('dataset_uuid', ['orders', 'stock']),
  tensor('rule_code', ['102', '201']),
  tensor('business_date', ['2026-05-01', '2026-05-02']),
];

const infer = (payload: object, path = '/v2/models/checks/infer') =>
  server.inject({ method: 'POST', url: path, payload });

interface Inferred {
  readonly outputs: { name: string; datatype: string; shape: number[]; data: (number | string)[] }[];
}

describe('the Open Inference Protocol', () => {
  it('takes JSON that is not said to be such, as its Python client sends it, which nothing else does', async () => {
    const bare = (url: string, payload: object) =>
      server.inject({ method: 'POST', url, payload: Buffer.from(JSON.stringify(payload)) });
    expect((await bare('/v2/models/checks/infer', { inputs: INPUTS })).statusCode).toBe(200);
    expect((await bare('/api/v1/retrainings/pause', { reason: 'x' })).statusCode).toBe(415);
  });

  it('answers with the numbers of the same forecasts by the other route, all of them finite', async () => {
    const { outputs } = (await infer({ inputs: INPUTS })).json<Inferred>();
    const row = (i: number) => Object.fromEntries(outputs.map(({ name, data }) => [name, data[i]]));
    const { data } = (
      await server.inject({
        method: 'POST',
        url: '/api/v1/forecasts',
        payload: {
          forecasts: [0, 1].map((i) => Object.fromEntries(INPUTS.map(({ name, data: texts }) => [name, texts[i]]))),
        },
      })
    ).json<{ data: Record<string, unknown>[] }>();
    expect(data.map((one) => ({ ...one, flags: (one['flags'] as string[]).join(' ') }))).toMatchObject([
      row(0),
      row(1),
    ]);
    for (const { datatype, shape, data: values } of outputs) {
      expect(shape).toEqual([2]);
      if (datatype !== 'BYTES') expect(values.every(Number.isFinite)).toBe(true);
    }
    expect(outputs.map(({ name }) => name)).toEqual([
      ...['horizon', 'predicted_pass_percentage', 'expected_pass_percentage'],
      ...['lower_80', 'upper_80', 'lower_95', 'upper_95'],
      ...['target_percentage', 'p_below_target', 'executions', 'flags'],
    ]);
  });

  it('takes nested tensors, gives the outputs that are asked for, and the id back', async () => {
    const nested = INPUTS.map(({ name, data }) =>
      tensor(
        name,
        data.map((one) => [one]),
        [2, 1],
      ),
    );
    const answer = await infer({ id: 'r-1', inputs: nested, outputs: [{ name: 'flags' }, { name: 'lower_80' }] });
    expect(answer.json()).toMatchObject({ id: 'r-1', model_name: 'checks', model_version: '1.0.0' });
    expect(answer.json<Inferred>().outputs.map(({ name }) => name)).toEqual(['flags', 'lower_80']);
  });

  it('finds versions by SemVer and by alias', async () => {
    for (const [selector, version] of [
      ['1.1.0', '1.1.0'],
      ['staging', '1.1.0'],
      ['production', '1.0.0'],
    ]) {
      const answer = await infer({ inputs: INPUTS }, `/v2/models/checks/versions/${selector}/infer`);
      expect(answer.json()).toMatchObject({ model_version: version });
      const metadata = await server.inject(`/v2/models/checks/versions/${selector}`);
      expect(metadata.json()).toMatchObject({ name: 'checks', versions: [version], platform: 'dqs_ridge' });
    }
  });

  it.each([
    ['an input is missing', { inputs: INPUTS.slice(0, 3) }, 400, 'business_date'],
    ['an input is there twice', { inputs: [INPUTS[1], INPUTS[1]] }, 400, 'twice'],
    ['an input is unknown', { inputs: [tensor('__proto__', ['x'])] }, 400, 'inputs/0/name'],
    ['lengths differ', { inputs: [...INPUTS.slice(0, 3), tensor('business_date', ['2026-05-01'])] }, 400, 'one length'],
    [
      'a shape is wrong',
      { inputs: [...INPUTS.slice(0, 3), tensor('business_date', ['x'], [2])] },
      400,
      'expected 2 texts',
    ],
    ['a text is a number', { inputs: [...INPUTS.slice(0, 3), tensor('business_date', [1, 2])] }, 400, 'number'],
    ['a day is none', { inputs: [...INPUTS.slice(0, 3), tensor('business_date', ['x', 'y'])] }, 400, 'row 0'],
    ['nothing is asked', { inputs: INPUTS.map(({ name }) => tensor(name, [])) }, 400, 'length'],
    ['an output is unknown', { inputs: INPUTS, outputs: [{ name: 'constructor' }] }, 400, 'outputs/0/name'],
    ['a series is unknown', { inputs: [...INPUTS.slice(1, 4), tensor('tenant_id', ['x', 'y'])] }, 404, 'no series'],
  ])('says in {"error"} what is wrong where %s', async (_what, payload, status, text) => {
    const answer = await infer(payload);
    expect([answer.statusCode, Object.keys(answer.json<object>())]).toEqual([status, ['error']]);
    expect(answer.json<{ error: string }>().error).toContain(text);
  });

  it('says so where a model, a version or a path is unknown', async () => {
    for (const url of [
      '/v2/models/nothing',
      '/v2/models/checks/versions/9.9.9',
      '/v2/models/..%2Fbundle',
      '/v2/nothing',
    ]) {
      const answer = await server.inject(url);
      expect([url, answer.statusCode, Object.keys(answer.json<object>())]).toEqual([url, 404, ['error']]);
    }
  });
});
