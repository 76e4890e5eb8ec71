/** Version of the LightGBM that is compiled in, as its own VERSION.txt says. */
export const LIGHTGBM_VERSION = '4.1.0.99';
