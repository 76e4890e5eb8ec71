/**
 * A model of dbt that holds the result of a query.
 *
 * @param query the query by the table that follows FROM.
 * @param table its parts: a name is a model, `source.table` a source; of more parts the last two.
 */
export function dbtModel(query: (table: string) => string, table: readonly string[]): string {
  const place = '\0';
  // What Jinja would take for its own is written by it.
  const text = query(place).replace(/\{(?=[{%#])/g, "{{ '{' }}");
  const names = table.slice(-2).map(jinjaText);
  const from = names.length === 1 ? `{{ ref(${names[0]}) }}` : `{{ source(${names.join(', ')}) }}`;
  return `{{ config(materialized='table') }}\n\n${text.replace(place, () => from)}\n`;
}

function jinjaText(text: string): string {
  return `'${text.replace(/[\\']/g, (one) => `\\${one}`)}'`;
}
