/** A decision table of DMN as plain texts in FEEL; what XML holds it is no matter here. */
export interface DecisionTable {
  readonly name: string;
  /** `UNIQUE`, `FIRST` or `ANY`; the other hit policies are refused. */
  readonly hitPolicy: string;
  readonly inputs: readonly TableInput[];
  readonly outputs: readonly TableOutput[];
  readonly rules: readonly TableRule[];
}

/** A column of conditions. `label` names its currency when it is an amount of money. */
export interface TableInput {
  readonly expression: string;
  readonly type: string;
  readonly label?: string;
  /** The values it can have, when it is a text. */
  readonly values?: readonly string[];
}

/** A column of results. `label` names its currency when it is an amount of money. */
export interface TableOutput {
  readonly name: string;
  readonly type: string;
  readonly label?: string;
  /** What results where no rule holds; nothing without it. */
  readonly defaultValue?: string;
}

/** One rule: a test for each input, a value for each output, and why, if it is said. */
export interface TableRule {
  readonly tests: readonly string[];
  readonly values: readonly string[];
  readonly because?: string;
}

/** A table that cannot be said in the other language: where, and what would be right. */
export interface TableRefusal {
  readonly code: 'table_not_convertible';
  readonly table: string;
  readonly found: string;
  readonly write: string;
}

/** Thrown inside a conversion and caught at its door. */
export class NotConvertible extends Error {
  readonly found: string;
  readonly write: string;
  constructor(found: string, write: string) {
    super(`${found}: ${write}`);
    this.found = found;
    this.write = write;
  }
}
