// The names of types that a file exports, which no test can see at run time. The file is parsed, not type-checked: a name
// that leads nowhere is the compiler's business.
const { readFileSync } = require('node:fs');
const ts = require('typescript');

function namesOf(statement) {
  if (ts.isInterfaceDeclaration(statement) || ts.isTypeAliasDeclaration(statement)) {
    const isExported = statement.modifiers?.some(({ kind }) => kind === ts.SyntaxKind.ExportKeyword);
    return isExported ? [statement.name.text] : [];
  }
  if (!ts.isExportDeclaration(statement)) return [];
  const { exportClause: clause, isTypeOnly } = statement;
  if (clause === undefined) throw new Error(`expected named exports, got "${statement.getText()}"`);
  if (!ts.isNamedExports(clause)) return isTypeOnly ? [clause.name.text] : [];
  return clause.elements.filter((one) => isTypeOnly || one.isTypeOnly).map(({ name }) => name.text);
}

exports.exportedTypes = function exportedTypes(path) {
  const source = ts.createSourceFile(path, readFileSync(path, 'utf8'), ts.ScriptTarget.Latest, true);
  return source.statements.flatMap(namesOf).sort();
};
