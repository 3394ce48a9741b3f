import type { Machine } from './machine.ts';
import type { BenchResults, ContestantResult, JudgedFigure } from './results.ts';

/** The results as text for a terminal. */
export function renderResults({ machine, seconds, rounds, registry, contestants, figures }: BenchResults): string {
  const parts = [renderMachine(machine)];
  if (contestants.length > 0) {
    parts.push(
      `${rounds} rounds of ${seconds} s each, in turn; medians of the rounds; registry and device of ${registry}`,
      '',
      renderTable(['', 'conn.', 'requests/s', 'p50 ms', 'p99 ms', 'server CPU µs'], contestants.map(toCells)),
    );
  }
  return `${[...parts, '', renderFigures(figures)].join('\n')}\n`;
}

/** Where and when it was measured, as one line. */
export function renderMachine(machine: Machine): string {
  const { cpu, cores, memoryGigabytes, node, commit, date, loadBefore } = machine;
  return `${cpu}, ${cores} cores, ${memoryGigabytes} GB, Node ${node}, commit ${commit}, ${date}, load before ${loadBefore.toFixed(2)}`;
}

/** Figures beside their goals, as a table. */
export function renderFigures(figures: readonly JudgedFigure[]): string {
  return renderTable(['figure', 'value', 'goal', '', ''], figures.map(toFigureCells));
}

function toCells({ title, connections, perSecond, p50Ms, p99Ms, cpuMicros }: ContestantResult): readonly string[] {
  return [title, String(connections), format(perSecond), p50Ms.toFixed(2), p99Ms.toFixed(2), format(cpuMicros)];
}

function toFigureCells({ name, value, unit, goal, isMet, note = '' }: JudgedFigure): readonly string[] {
  const bound = goal && ('atLeast' in goal ? `≥ ${goal.atLeast}` : `≤ ${goal.atMost}`);
  const verdict = isMet === undefined ? '' : isMet ? '✓' : '✗';
  return [name, `${format(value)} ${unit}`, bound === undefined ? '' : `${bound} ${unit}`, verdict, note];
}

/** Three significant digits for what is small, none after the point for what is large or was counted. */
function format(value: number): string {
  return Number.isInteger(value) || Math.abs(value) >= 100 ? value.toFixed(0) : value.toPrecision(3);
}

/** A table with aligned columns: the first to the left, numbers to the right, which is also proper Markdown. */
function renderTable(head: readonly string[], rows: readonly (readonly string[])[]): string {
  const widths = head.map((_, column) => Math.max(3, ...[head, ...rows].map((cells) => cells[column]?.length ?? 0)));
  const isLeft = (column: number): boolean => column === 0 || (column >= 4 && head[column] === '');
  const line = (cells: readonly string[]): string => {
    const padded = widths.map((width, column) => {
      const cell = cells[column] ?? '';
      return isLeft(column) ? cell.padEnd(width) : cell.padStart(width);
    });
    return `| ${padded.join(' | ')} |`;
  };
  const rule = widths.map((width, column) => (isLeft(column) ? '-'.repeat(width) : `${'-'.repeat(width - 1)}:`));
  return [line(head), line(rule), ...rows.map(line)].join('\n');
}
