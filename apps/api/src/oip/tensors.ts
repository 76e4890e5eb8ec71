import * as z from 'zod';

import { requestInvalid } from '../problems/problem.js';

/** Names of the inputs of a model. */
export const INPUT_NAMES = ['tenant_id', 'dataset_uuid', 'rule_code', 'business_date'] as const;
/** Input that may be left out. */
const OPTIONAL = 'tenant_id';
/** Rows of one request. */
export const MOST_ROWS = 10_000;

const PARAMETERS = z.record(z.string(), z.union([z.string(), z.number(), z.boolean()])).optional();

/** An input tensor: texts, flat or nested. */
const INPUT = z.looseObject({
  name: z.enum(INPUT_NAMES),
  shape: z.array(z.int().min(0).max(MOST_ROWS)).min(1).max(3),
  datatype: z.literal('BYTES'),
  parameters: PARAMETERS,
  data: z.array(z.unknown()).max(MOST_ROWS),
});

/** A request of the protocol. */
export const INFER_REQUEST = z.looseObject({
  id: z.string().max(200).optional(),
  parameters: PARAMETERS,
  inputs: z.array(INPUT).min(1).max(INPUT_NAMES.length),
  outputs: z
    .array(z.looseObject({ name: z.string(), parameters: PARAMETERS }))
    .max(100)
    .optional(),
});

/** As the type of {@link INFER_REQUEST}. */
export type InferRequest = z.infer<typeof INFER_REQUEST>;

/** The inputs by their names, each a text for every row. */
export type InputTexts = ReadonlyMap<(typeof INPUT_NAMES)[number], readonly string[]>;

/**
 * The inputs of a request.
 *
 * @throws DqsError `request-invalid` for a tensor that is missing, there twice, not of texts, or of another length than the others.
 */
export function inputTexts({ inputs }: InferRequest): { readonly texts: InputTexts; readonly rows: number } {
  const texts = new Map<(typeof INPUT_NAMES)[number], readonly string[]>();
  for (const [i, { name, shape, data }] of inputs.entries()) {
    if (texts.has(name)) throw invalid(`/inputs/${i}/name`, `expected each input once, got ${name} twice`);
    const values = data.flat(2);
    const rows = shape.reduce((product, size) => product * size, 1);
    if (values.length !== rows || !values.every((value): value is string => typeof value === 'string')) {
      throw invalid(`/inputs/${i}/data`, `expected ${rows} texts, as the shape of ${name} says, got ${told(values)}`);
    }
    texts.set(name, values);
  }
  const missing = INPUT_NAMES.filter((name) => name !== OPTIONAL && !texts.has(name));
  if (missing.length > 0) throw invalid('/inputs', `expected the inputs ${missing.join(', ')}, got none of the name`);
  const sizes = new Set([...texts.values()].map(({ length }) => length));
  const [rows = 0] = sizes;
  if (sizes.size === 1 && rows > 0) return { texts, rows };
  throw invalid('/inputs', `expected inputs of one length, 1 or more, got ${[...sizes].join(', ')}`);
}

function told(values: readonly unknown[]): string {
  const other = values.find((value) => typeof value !== 'string');
  return `${values.length}${other === undefined ? '' : `, one of them a ${typeof other}`}`;
}

function invalid(pointer: string, message: string): Error {
  return requestInvalid([{ pointer, message, fix: 'send what GET /v2/models/<model> lists as inputs' }]);
}
