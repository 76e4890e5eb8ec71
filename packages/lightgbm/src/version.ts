/** Version of the compiled-in LightGBM, from its VERSION.txt. */
export const LIGHTGBM_VERSION = '4.1.0.99';
