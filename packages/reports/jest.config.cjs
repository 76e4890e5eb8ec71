// Tables and plots are compared as plain text, also where Nx asks for colours.
process.env.FORCE_COLOR = '0';

module.exports = { ...require('../../jest.preset.cjs'), displayName: 'reports' };
