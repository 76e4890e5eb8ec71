import { join } from 'node:path';

import { exportedTypes } from '../../../tools/jest/exported-types.cjs';

import * as alerting from '../src/index.js';

describe('@dqs/alerting', () => {
  it('exports exactly these names', () => {
    expect(Object.keys(alerting).sort()).toEqual(['LEVELS', 'SEVERITIES', 'graver', 'isActive', 'statusOf']);
  });
});

describe('types of @dqs/alerting, which exist for the compiler alone, are exactly these', () => {
  it('in src/index.ts', () => {
    expect(exportedTypes(join(__dirname, '../src/index.ts'))).toEqual([
      'Alert',
      'AlertStatus',
      'DigestCause',
      'DigestEntry',
      'Held',
      'Incident',
      'IncidentEvent',
      'IncidentMember',
      'IncidentState',
      'JoinReason',
      'Labels',
      'Level',
      'Phase',
      'Reason',
      'ReasonValue',
      'ReasonVerdict',
      'Resolution',
      'Send',
      'SendKind',
      'Severity',
      'Suppression',
      'SuppressionKind',
      'Told',
    ]);
  });
});
