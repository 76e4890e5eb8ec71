export { documentDigest } from './document-digest.js';
export { invalidFile, Problems, type Position, type Problem } from './problems.js';
export { fieldsOf, numberOf, shown, textOf, textsOf, type Field } from './read-node.js';
export { readYaml, readYamlDocuments, type YamlFile } from './read-yaml.js';
export { boolean, choice, formed, integer, number, text, textOffset } from './schema/scalars.js';
export { placed, type JsonSchema, type Placed, type Reading, type Shape } from './schema/shape.js';
export {
  either,
  list,
  named,
  oneOrMore,
  optional,
  otherwise,
  record,
  required,
  section,
  type FieldShape,
  type RecordOf,
} from './schema/structures.js';
export { isMap, isScalar, isSeq, LineCounter, type ParsedNode } from 'yaml';
