import type { ComponentChildren, VNode } from 'preact';

/** A row of a table: its first cell names it. */
export interface TableRow {
  readonly key: string;
  readonly cells: readonly ComponentChildren[];
  /** What is over, and kept. */
  readonly isGone?: boolean;
}

/** A list of things. On small screens each row is a card whose lines have the names of the columns. */
export function Table(props: {
  readonly caption: string;
  readonly columns: readonly string[];
  readonly rows: readonly TableRow[];
}): VNode {
  const { caption, columns, rows } = props;
  return (
    <table class="list">
      <caption>{caption}</caption>
      <thead>
        <tr>
          {columns.map((column) => (
            <th key={column} scope="col">
              {column}
            </th>
          ))}
        </tr>
      </thead>
      <tbody>
        {rows.map(({ key, cells, isGone = false }) => (
          <tr key={key} {...(isGone ? { class: 'gone' } : {})}>
            {cells.map((cell, index) =>
              index === 0 ? (
                <th key={index} scope="row">
                  {cell}
                </th>
              ) : (
                <td key={index} data-label={columns[index]}>
                  {cell}
                </td>
              ),
            )}
          </tr>
        ))}
      </tbody>
    </table>
  );
}
