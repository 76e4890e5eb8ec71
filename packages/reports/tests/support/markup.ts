/** The words of a page without its style and script: a line for each text. */
export function linesOf(html: string): string[] {
  return html
    .replace(/<(style|script)[^>]*>[\s\S]*?<\/\1>/g, '')
    .split(/<[^>]+>/)
    .filter((line) => line.trim() !== '');
}

/** The cells of a table, a list for each row of its body. */
export function rowsOf(html: string, label: string): string[][] {
  const table = html.slice(html.indexOf(`aria-label="${label}"`)).split('</table>')[0]!;
  const rows = table.split('<tbody>')[1]!.split('</tr>').slice(0, -1);
  return rows.map((row) =>
    row
      .split(/<\/t[dh]>/)
      .slice(0, -1)
      .map((cell) => cell.replace(/<[^>]+>/g, '').replaceAll('\u00a0', ' ')),
  );
}
