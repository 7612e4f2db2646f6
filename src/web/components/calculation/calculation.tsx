import type { FC } from 'hono/jsx';

/** One line of a calculation; the last result stands out. */
export interface CalculationLine {
  readonly label: string;
  readonly value: string;
  readonly isResult?: boolean;
}

export interface CalculationProps {
  readonly caption: string;
  readonly lines: readonly CalculationLine[];
}

/** Arithmetic as a table: what was counted, and what came out. */
export const Calculation: FC<CalculationProps> = ({ caption, lines }) => (
  <table class="calc">
    <caption>{caption}</caption>
    <tbody>
      {lines.map(({ label, value, isResult = false }) => (
        <tr key={label} class={isResult ? 'res' : undefined}>
          <th scope="row">{label}</th>
          <td>{value}</td>
        </tr>
      ))}
    </tbody>
  </table>
);
