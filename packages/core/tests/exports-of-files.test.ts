import { join } from 'node:path';

import { exportedTypes } from '../../../tools/jest/exported-types.cjs';

import * as calendar from '../src/calendar/index.js';
import * as yaml from '../src/yaml/index.js';

const typesOf = (folder: string) => exportedTypes(join(__dirname, '../src', folder, 'index.ts'));

describe('@dqs/core/yaml', () => {
  it('exports exactly these names and types', () => {
    expect(Object.keys(yaml).sort()).toEqual([
      'LineCounter',
      'Problems',
      'boolean',
      'choice',
      'documentDigest',
      'either',
      'fieldsOf',
      'formed',
      'integer',
      'invalidFile',
      'isMap',
      'isScalar',
      'isSeq',
      'list',
      'named',
      'number',
      'numberOf',
      'oneOrMore',
      'optional',
      'otherwise',
      'placed',
      'readYaml',
      'readYamlDocuments',
      'record',
      'required',
      'section',
      'shown',
      'text',
      'textOf',
      'textOffset',
      'textsOf',
    ]);
    expect(typesOf('yaml')).toEqual([
      'Field',
      'FieldShape',
      'JsonSchema',
      'ParsedNode',
      'Placed',
      'Position',
      'Problem',
      'Reading',
      'RecordOf',
      'Shape',
      'YamlFile',
    ]);
  });
});

describe('@dqs/core/calendar', () => {
  it('exports exactly these names and types', () => {
    expect(Object.keys(calendar).sort()).toEqual([
      'CALENDAR_FIELDS',
      'DURATION',
      'DURATION_UNITS',
      'ZONE',
      'calendarOf',
      'checkHours',
      'durationOf',
      'isOpen',
      'nextChange',
      'nextOpening',
      'parseClock',
      'parseDuration',
      'parseIsoDay',
      'parseQuota',
      'parseRate',
      'parseSpan',
    ]);
    expect(typesOf('calendar')).toEqual(['Calendar', 'Quota', 'Rate', 'Span']);
  });
});
