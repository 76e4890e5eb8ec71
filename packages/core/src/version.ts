/** Version of the DQS packages, which are released together. A test compares it with package.json. */
export const DQS_VERSION = '0.1.0';
