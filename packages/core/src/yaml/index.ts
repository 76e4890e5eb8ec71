export { invalidFile, Problems, type Position, type Problem } from './problems.js';
export { fieldsOf, numberOf, shown, textOf, textsOf, type Field } from './read-node.js';
export { readYaml, readYamlDocuments, type YamlFile } from './read-yaml.js';
export { isMap, isScalar, isSeq, LineCounter, type ParsedNode } from 'yaml';
