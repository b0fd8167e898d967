/** One line of the table. */
export interface Row {
  what: string;
  unit: string;
  value: number;
  /** The same without us, measured in the same run. */
  bare: number;
  /** As people read it: `≥ 12,000`. */
  budget: string;
  ok: boolean;
}

/** One measurement; small ones may give several rows. */
export interface Measurement {
  name: string;
  run(): Promise<Row[]>;
}
