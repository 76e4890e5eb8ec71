import { CALENDAR_FIELDS, calendarOf, checkHours } from '../src/calendar/index.js';
import {
  boolean,
  choice,
  documentDigest,
  either,
  formed,
  integer,
  LineCounter,
  list,
  named,
  number,
  oneOrMore,
  optional,
  otherwise,
  placed,
  Problems,
  readYaml,
  readYamlDocuments,
  record,
  required,
  section,
  text,
  textOffset,
  type ParsedNode,
  type Shape,
} from '../src/yaml/index.js';
import { DqsError } from '../src/index.js';

/** The value that a shape reads of a file, and what it notes. */
function read<T>(shape: Shape<T>, source: string): { value: T | undefined; problems: string[] } {
  const lineCounter = new LineCounter();
  const node = readYaml(source, { file: 'a.yaml', code: 'config-invalid', lineCounter });
  const problems = new Problems(lineCounter);
  const value = shape.read(node, { text: source, problems });
  return { value, problems: problems.found.map(({ problem }) => problem) };
}

/** What a shape notes of a file; it must read nothing then. */
function problemsOf(shape: Shape<unknown>, source: string): string[] {
  const { value, problems } = read(shape, source);
  expect(value).toBeUndefined();
  return problems;
}

describe('a scalar', () => {
  it('is a choice of names, and the nearest of them is proposed', () => {
    const colour = choice('a colour', ['red', 'green']);
    expect(read(colour, 'red')).toEqual({ value: 'red', problems: [] });
    expect(problemsOf(colour, 'gren')).toEqual([
      expect.stringMatching(/^expected a colour: red, green, got .*gren.*green/),
    ]);
    expect(problemsOf(colour, '[red]')).toEqual([expect.stringMatching(/^expected a colour: red, green, got /)]);
    expect(colour.schema).toEqual({ description: 'a colour', enum: ['red', 'green'] });
  });

  it('is a number of a range, its ends included', () => {
    const share = number('a share', 0, 1);
    expect([read(share, '0').value, read(share, '1').value, read(share, '0.25').value]).toEqual([0, 1, 0.25]);
    for (const wrong of ['-0.001', '1.001', '.nan', 'half', '"1"']) {
      expect(problemsOf(share, wrong)).toEqual([expect.stringContaining('a share, from 0 to 1')]);
    }
  });

  it('is a whole number of a range, its ends included', () => {
    const count = integer('a count', 1, 3);
    expect([read(count, '1').value, read(count, '3').value]).toEqual([1, 3]);
    for (const wrong of ['0', '4', '1.5']) {
      expect(problemsOf(count, wrong)).toEqual([expect.stringContaining('a count, a whole number from 1 to 3')]);
    }
  });

  it('is true or false, and no word for it', () => {
    expect([read(boolean('a switch'), 'true').value, read(boolean('a switch'), 'false').value]).toEqual([true, false]);
    for (const wrong of ['yes', '1', '"true"', '[true]']) {
      expect(problemsOf(boolean('a switch'), wrong)).toEqual([
        expect.stringContaining('expected true or false for a switch, got '),
      ]);
    }
  });

  it('is a text of limited length, or one with a form of its own', () => {
    expect(read(text('a name', 3), 'abc').value).toBe('abc');
    expect(problemsOf(text('a name', 3), 'abcd')).toHaveLength(1);
    const even = formed('an even number', (given) => (Number(given) % 2 === 0 ? Number(given) : undefined));
    expect(read(even, '"4"').value).toBe(4);
    expect(problemsOf(even, '"5"')).toEqual([expect.stringContaining('expected an even number, got ')]);
    expect(problemsOf(even, '[4]')).toHaveLength(1);
  });

  it('knows where its text begins, unless it is written otherwise', () => {
    const offset = (source: string, value: string) => {
      const lineCounter = new LineCounter();
      const node = readYaml(source, { file: 'a.yaml', code: 'config-invalid', lineCounter })!;
      return textOffset(node, value, { text: source, problems: new Problems(lineCounter) });
    };
    expect(offset('plain', 'plain')).toBe(0);
    expect(offset('"quoted"', 'quoted')).toBe(1);
    expect(offset('"a\\tb"', 'a\tb')).toBeUndefined();
  });
});

describe('a record', () => {
  const shape = record('a rule', {
    name: required(text('a name')),
    note: optional(text('a note')),
    days: otherwise(integer('days', 1, 9), 7, 7),
    limits: section('limits', { most: otherwise(integer('a limit', 0, 9), 3) }),
  });

  it('has what is written, and what is left out as it is declared', () => {
    expect(read(shape, 'name: a').value).toEqual({
      name: 'a',
      note: undefined,
      days: 7,
      limits: { most: 3, place: { line: 1, column: 1 } },
      place: { line: 1, column: 1 },
    });
    expect(read(shape, 'name: a\nlimits:\n  most: 5\n').value).toMatchObject({ limits: { most: 5 } });
  });

  it('tells of everything that is wrong at once', () => {
    const problems = problemsOf(shape, 'nam: a\ndays: 10\n');
    expect(problems).toHaveLength(3);
    expect(problems.join('\n')).toMatch(/nam/);
    expect(problems).toContain('expected name in a rule, got none');
    expect(problemsOf(shape, '[name]')).toHaveLength(1);
  });

  it('is checked as a whole only where each of its fields is fine', () => {
    let checks = 0;
    const checked = record('a rule', { days: required(integer('days', 1, 9)) }, ({ days }, node, { problems }) => {
      checks += 1;
      if (days === 5) problems.add(node, 'expected another day');
    });
    expect(read(checked, 'days: 5').problems).toEqual(['expected another day']);
    problemsOf(checked, 'days: 50');
    expect(checks).toBe(1);
  });

  it('is told to editors with its required names, and is closed', () => {
    expect(shape.schema).toMatchObject({ type: 'object', required: ['name'], additionalProperties: false });
    expect(shape.schema.properties!.days).toMatchObject({ default: 7 });
    expect(record('nothing', { a: optional(text('a')) }).schema).not.toHaveProperty('required');
  });
});

describe('a list', () => {
  const counts = list('counts', integer('a count', 0, 9), 2);

  it('has as many entries as it may, each of its shape', () => {
    expect(read(counts, '[1, 2]').value).toEqual([1, 2]);
    expect(read(counts, '[]').value).toEqual([]);
    expect(problemsOf(counts, '[1, 2, 3]')).toEqual(['expected at most 2 of counts, got 3']);
    expect(problemsOf(counts, '1')).toEqual([expect.stringContaining('expected counts, a list, got ')]);
    expect(problemsOf(counts, '[1, x]')).toHaveLength(1);
  });

  it('may be one alone, but not none', () => {
    const some = oneOrMore('counts', integer('a count', 0, 9));
    expect([read(some, '1').value, read(some, '[1, 2]').value]).toEqual([[1], [1, 2]]);
    expect(problemsOf(some, '[]')).toEqual(['expected at least one of counts, got none']);
    expect(problemsOf(some, 'x')).toHaveLength(1);
  });
});

describe('a mapping of names', () => {
  const counts = named('counts', integer('a count', 0, 9));

  it('keeps every name that the writer chose, `__proto__` included', () => {
    expect(read(counts, 'a.b-c_1: 1\nÄ: 2\n__proto__: 3').value).toEqual(
      new Map([
        ['a.b-c_1', 1],
        ['Ä', 2],
        ['__proto__', 3],
      ]),
    );
  });

  it('refuses names of other characters, too long ones and those that are there twice', () => {
    expect(read(counts, '"a b": 1').problems).toEqual([expect.stringContaining('expected a name of letters')]);
    expect(read(counts, `${'a'.repeat(100)}: 1`).problems).toEqual([]);
    expect(read(counts, `${'a'.repeat(101)}: 1`).problems).toHaveLength(1);
    expect(read(counts, '1: 1').problems).toHaveLength(1);
    expect(read(counts, 'a: 1\na: 2')).toEqual({
      value: new Map([['a', 1]]),
      problems: ['expected a once in counts, got it twice'],
    });
    expect(read(counts, 'a: x')).toMatchObject({ value: new Map(), problems: [expect.any(String)] });
    expect(problemsOf(counts, '[a]')).toEqual([expect.stringContaining('expected counts, a mapping of names, got ')]);
  });
});

it('either shape reads what is written its way, and each value can keep its place', () => {
  const shape = placed(either(record('a pair', { a: required(integer('a', 0, 9)) }), integer('a number', 0, 9)));
  expect(read(shape, '\n  7').value).toEqual({ value: 7, place: { line: 2, column: 3 } });
  expect(read(shape, 'a: 3').value).toMatchObject({ value: { a: 3 }, place: { line: 1, column: 1 } });
  expect(problemsOf(shape, 'x')).toHaveLength(1);
});

describe('the hours of a calendar', () => {
  const shape = record('a calendar', CALENDAR_FIELDS, checkHours);

  it('are read with days, dates and zone', () => {
    const { value, problems } = read(shape, 'days: [mon-wed, fri]\nfrom: 08:00\nto: 17:30\ntimezone: Europe/Berlin\n');
    expect(problems).toEqual([]);
    expect(calendarOf(value!, 'UTC')).toEqual({
      timezone: 'Europe/Berlin',
      weekdays: [0, 1, 2, 4],
      hours: { from: 480, to: 1050 },
      dates: undefined,
    });
    expect(calendarOf(read(shape, 'dates: 2026-12-24').value!, 'UTC')).toMatchObject({
      timezone: 'UTC',
      weekdays: undefined,
      hours: undefined,
    });
  });

  it('have both ends, which differ, and a zone that is there', () => {
    expect(read(shape, 'from: 08:00').problems).toEqual(['expected from and to together']);
    expect(read(shape, 'to: 08:00').problems).toEqual(['expected from and to together']);
    expect(read(shape, 'from: 08:00\nto: 08:00').problems).toEqual([
      'expected to other than from; leave both out for the whole day',
    ]);
    expect(problemsOf(shape, 'timezone: Mars/Olympus')).toEqual([expect.stringContaining('expected a time zone')]);
  });
});

describe('a file of YAML', () => {
  const from = () => ({ file: 'a.yaml', code: 'config-invalid' as const, lineCounter: new LineCounter() });
  const errorOf = (work: () => unknown) => {
    try {
      work();
    } catch (error) {
      return error as DqsError;
    }
    throw new Error('expected an error');
  };

  it('says of mistakes of syntax where they are', () => {
    expect(errorOf(() => readYaml('a: 1\nb: [', from()))).toMatchObject({
      code: 'config-invalid',
      message: expect.stringMatching(/a\.yaml:2/) as string,
    });
    expect(errorOf(() => readYamlDocuments('a: 1\n---\nb: [', from())).message).toMatch(/a\.yaml:3/);
  });

  it('is refused where it is nested too deeply to be read, instead of ending the program', () => {
    expect(DqsError.is(errorOf(() => readYaml('['.repeat(100_000), from())))).toBe(true);
  });

  it('may be empty, and have several documents', () => {
    expect(readYaml('', from())).toBeNull();
    expect(readYamlDocuments('', from())).toEqual([]);
    const documents: readonly ParsedNode[] = readYamlDocuments('a: 1\n---\nb: 2\n', from());
    expect(documents.map((node) => node.toJSON() as unknown)).toEqual([{ a: 1 }, { b: 2 }]);
  });

  it('has one digest however it is laid out, and another for other words', () => {
    const names = (...entries: [string, number][]) => new Map(entries);
    const digest = documentDigest({ name: 'a', place: { line: 1 }, of: names(['x', 1], ['y', 2]) });
    expect(documentDigest({ name: 'a', place: { line: 9 }, of: names(['y', 2], ['x', 1]) })).toBe(digest);
    expect(documentDigest({ name: 'b', of: names(['x', 1], ['y', 2]) })).not.toBe(digest);
    expect(documentDigest({ name: 'a', of: names(['x', 2], ['y', 1]) })).not.toBe(digest);
  });
});
