// A rule for objects whose keys come from elsewhere: `constructor`, `__proto__` and `toString` are names like any other,
// but in an ordinary object the first is found where nobody put it, and the second vanishes when it is written.

/** The node without what TypeScript adds to it: `x!`, `x as T`, `x satisfies T`. */
function bare(node) {
  const wrappers = ['TSNonNullExpression', 'TSAsExpression', 'TSSatisfiesExpression', 'ChainExpression'];
  return wrappers.includes(node?.type) ? bare(node.expression) : node;
}

/** True for `Record<string, …>` and `{ [name: string]: … }`, also within Readonly and Partial. */
function hasAnyKey(type) {
  if (type?.type === 'TSTypeLiteral') return type.members.some(isOpenSignature);
  if (type?.type === 'TSUnionType') return type.types.some(hasAnyKey);
  if (type?.type !== 'TSTypeReference') return false;
  const [first] = type.typeArguments?.params ?? [];
  if (['Readonly', 'Partial', 'Required'].includes(type.typeName.name)) return hasAnyKey(first);
  return type.typeName.name === 'Record' && first?.type === 'TSStringKeyword';
}

function isOpenSignature(member) {
  return (
    member.type === 'TSIndexSignature' &&
    member.parameters[0]?.typeAnnotation?.typeAnnotation?.type === 'TSStringKeyword'
  );
}

/** True for an object with no prototype: `Object.create(null)`, `{ __proto__: null, … }`. */
function hasNoPrototype(value) {
  const node = bare(value);
  if (node?.type === 'CallExpression') {
    const { object, property } = bare(node.callee);
    return object?.name === 'Object' && property?.name === 'create' && node.arguments[0]?.value === null;
  }
  if (node?.type !== 'ObjectExpression') return false;
  return node.properties.some(({ key, value: of }) => key?.name === '__proto__' && of?.value === null);
}

/** What is known of a variable, parameter or field: its type and its first value. */
function declarationOf(node, context) {
  if (node.type === 'Identifier') return variableOf(node, context);
  if (node.type !== 'MemberExpression' || node.object.type !== 'ThisExpression' || node.computed) return undefined;
  let at = node;
  while (at !== null && at.type !== 'ClassBody') at = at.parent;
  const field = at?.body.find((member) => {
    return member.type === 'PropertyDefinition' && !member.computed && member.key.name === node.property.name;
  });
  return field && { type: field.typeAnnotation?.typeAnnotation, value: field.value };
}

function variableOf(node, context) {
  for (let scope = context.sourceCode.getScope(node); scope !== null; scope = scope.upper) {
    const definition = scope.set.get(node.name)?.defs[0];
    if (definition === undefined) continue;
    if (definition.type === 'Parameter') return { type: definition.name.typeAnnotation?.typeAnnotation };
    if (definition.type !== 'Variable' || definition.node.id.type !== 'Identifier') return undefined;
    return { type: definition.node.id.typeAnnotation?.typeAnnotation, value: definition.node.init };
  }
  return undefined;
}

/** A key that is written in the source, or that is a number, comes from nowhere else. */
function isOwnKey(key) {
  const node = bare(key);
  if (node.type === 'Literal') return true;
  return node.type === 'TemplateLiteral' && node.expressions.length === 0;
}

function isWritten(node) {
  const { type, left, operator } = node.parent;
  return (
    (type === 'AssignmentExpression' && left === node) ||
    type === 'UpdateExpression' ||
    (type === 'UnaryExpression' && operator === 'delete')
  );
}

/** True behind `Object.hasOwn(table, …) ?`. */
function isGuarded(node) {
  for (let at = node; at.parent !== null; at = at.parent) {
    const { type, test, consequent } = at.parent;
    if (type !== 'ConditionalExpression' && type !== 'IfStatement') continue;
    if (at !== consequent || test.type !== 'CallExpression') continue;
    const { object, property } = bare(test.callee);
    if (object?.name === 'Object' && property?.name === 'hasOwn' && test.arguments[0]?.name === node.object.name)
      return true;
  }
  return false;
}

const MESSAGE =
  'expected a Map, or an object without a prototype (Object.create(null), { __proto__: null, … }), where keys may come from ' +
  'an input: names such as "constructor" and "__proto__" are no keys of an ordinary object';

export default {
  meta: { type: 'problem', schema: [], messages: { inputKey: MESSAGE } },
  create(context) {
    return {
      BinaryExpression(node) {
        if (node.operator !== 'in' || isOwnKey(node.left)) return;
        const found = declarationOf(bare(node.right), context);
        if (hasAnyKey(found?.type) && !hasNoPrototype(found.value)) context.report({ node, messageId: 'inputKey' });
      },
      MemberExpression(node) {
        if (!node.computed || isOwnKey(node.property)) return;
        const found = declarationOf(bare(node.object), context);
        if (found === undefined || hasNoPrototype(found.value)) return;
        const isLiteral = bare(found.value)?.type === 'ObjectExpression';
        const isUntyped = isLiteral && found.type === undefined && bare(found.value).properties.length === 0;
        // A table in the source answers for every name that it has not; what is written to is filled by names.
        const isOpen = isUntyped || hasAnyKey(found.type);
        if (isWritten(node) ? isOpen : isLiteral && isOpen && !isGuarded(node)) {
          context.report({ node, messageId: 'inputKey' });
        }
      },
    };
  },
};
