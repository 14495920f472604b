/** What invoices, credit notes and quotes have in common once they are printed. */

export interface PaperLine {
  readonly description: string;
  /** Below the description: the period. */
  readonly remark?: string | undefined;
  readonly quantity: string;
  readonly unit: string;
  readonly amount: string;
}

export interface PaperTotal {
  readonly label: string;
  readonly amount: string;
  readonly strong?: boolean;
}

export interface Paper {
  /** `Invoice`, `Credit note`, `Quote`. */
  readonly title: string;
  readonly facts: readonly (readonly [label: string, value: string])[];
  readonly from: readonly string[];
  readonly to: readonly string[];
  /** What it is about, in large letters: `$20.00 due January 31, 2026`. */
  readonly headline: string;
  readonly header?: string | undefined;
  readonly lines: readonly PaperLine[];
  readonly totals: readonly PaperTotal[];
  /** Below everything: description, footer. */
  readonly notes: readonly string[];
  readonly size: 'a4' | 'letter';
  /** Unix seconds: nothing in the file depends on when it is drawn. */
  readonly created: number;
}
