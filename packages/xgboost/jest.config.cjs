// Native trainings on a busy machine take longer than Jest's five seconds.
module.exports = { ...require('../../jest.preset.cjs'), displayName: 'xgboost', testTimeout: 120_000 };
