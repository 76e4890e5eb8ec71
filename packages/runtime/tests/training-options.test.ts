import { readParamsFile, trainingOptions } from '../src/index.js';
import { readEvents } from '../src/training/events-file.js';
import { refusal, TestFolder } from './support/folder.js';

const folder = new TestFolder();

describe('a file of parameters', () => {
  it('is an object of parameters, or settings that were found with such an object in them', async () => {
    expect(await readParamsFile(folder.write('flat.json', { num_leaves: 31 }))).toEqual({ params: { num_leaves: 31 } });
    const found = { backend: 'lightgbm', rounds: 70, params: { num_leaves: 7 } };
    expect(await readParamsFile(folder.write('found.json', found))).toEqual(found);
    expect(await readParamsFile(folder.write('bare.json', { params: {} }))).toEqual({ params: {} });
  });

  it.each([
    ['[1]', 'expected an object of parameters in'],
    ['null', 'expected an object of parameters in'],
    ['7', 'such as {"num_leaves": 31}'],
    ['{', 'expected a JSON file of parameters at'],
  ])('that holds %s is refused with its name', async (content, told) => {
    const path = folder.write('wrong.json', content);
    const refused = await refusal(() => readParamsFile(path));
    expect(refused).toEqual(['config-invalid', expect.stringContaining(told)]);
    expect(refused![1]).toContain(path);
  });

  it('that is not there is refused with its name', async () => {
    const path = folder.at('none.json');
    expect(await refusal(() => readParamsFile(path))).toEqual([
      'config-invalid',
      expect.stringMatching(/^expected a JSON file of parameters at .*none\.json: ENOENT/),
    ]);
  });

  it('tells every setting that it does not know, and the name that may have been meant', async () => {
    const path = folder.write('typos.json', { params: {}, round: 3, num_leaves: 4, rounds: 'x' });
    const [code, message] = (await refusal(() => readParamsFile(path)))!;
    expect(code).toBe('config-invalid');
    expect(message).toContain(`invalid settings in ${path}: `);
    expect(message).toContain('unknown setting "round"; did you mean "rounds"?');
    expect(message).toContain('unknown setting "num_leaves"; parameters of the backend belong under params');
    expect(message).toContain('rounds');
  });
});

describe('the options of a training', () => {
  it('are what is set, over the file of parameters, over nothing', async () => {
    const params = folder.write('options.json', { rounds: 70, spec: 'extended', params: { num_leaves: 7, eta: 1 } });
    expect(await trainingOptions({ params, rounds: 30, param: { eta: 2 }, seed: undefined })).toEqual({
      ...{ rounds: 30, spec: 'extended', params: { num_leaves: 7, eta: 2 }, groups: undefined, machines: undefined },
    });
    expect(await trainingOptions({})).toEqual({ params: {}, groups: undefined, machines: undefined });
  });

  it.each([
    [{ machines: ['a:1', 'b:1'] }, 'expected both --machines and --rank, got no --rank'],
    [{ rank: 0 }, 'expected both --machines and --rank, got no --machines'],
  ])('name machines and the rank among them, or neither: %j', async (settings, told) => {
    expect(await refusal(() => trainingOptions(settings))).toEqual(['config-invalid', told]);
  });

  it('hold the machines that train together', async () => {
    const { machines } = await trainingOptions({ machines: ['10.0.0.1:12400', '10.0.0.2:12400'], rank: 1 });
    expect(machines).toEqual({ addresses: ['10.0.0.1:12400', '10.0.0.2:12400'], rank: 1 });
  });

  it('that do not fit are told before anything is read', async () => {
    expect((await refusal(() => trainingOptions({ rounds: -1 })))?.[1]).toContain('rounds');
  });
});

describe('a file of events', () => {
  it('may have its columns in any order and beside others, quotes, and any ends of lines', async () => {
    const path = folder.write(
      'events.csv',
      ' Name ,note,DATE\r\n"Launch, ""big""",x, 2026-01-05 \r\r\nsale,,2026-02-01',
    );
    expect(await readEvents(path)).toEqual([
      { date: '2026-01-05', name: 'Launch, "big"' },
      { date: '2026-02-01', name: 'sale' },
    ]);
  });

  it('keeps a line that is too short, so that whoever checks its values tells it', async () => {
    expect(await readEvents(folder.write('short.csv', 'name,date\nsale'))).toEqual([{ date: '', name: 'sale' }]);
    expect(await readEvents(folder.write('shorter.csv', 'x,date,name\nsale'))).toEqual([{ date: '', name: '' }]);
  });

  it.each([
    ['', 'expected the columns date and name in its first line, got ""'],
    [`day,${'n'.repeat(80)}\n`, `got "day, ${'n'.repeat(55)}…"`],
    ['date,name\n\n', 'expected an event a line after the header, got none'],
    ['date,name\n\n"2026,x', 'line 3: expected quotes in pairs around a field, got "\\"2026,x"'],
  ])('is refused with what is wrong in it: %j', async (content, told) => {
    const path = folder.write('wrong.csv', content);
    const refused = await refusal(() => readEvents(path));
    expect(refused).toEqual(['config-invalid', expect.stringContaining(told)]);
    expect(refused![1]).toContain(`expected a CSV file of events at ${path}: `);
  });
});
