/** Where an IBAN names the bank and its branch: the IBAN registry, https://www.swift.com/standards/data-standards/iban */

/** Lengths of both codes, and what stands before them behind the check digits. */
type Layout = readonly [bank: number, branch?: number, before?: number];

const layouts: Readonly<Record<string, Layout>> = {
  AD: [4, 4],
  AT: [5],
  BE: [3],
  BG: [4, 4],
  CH: [5],
  CY: [3, 5],
  CZ: [4],
  DE: [8],
  DK: [4],
  EE: [2],
  ES: [4, 4],
  FI: [3],
  FR: [5, 5],
  GB: [4, 6],
  GI: [4],
  GR: [3, 4],
  HR: [7],
  HU: [3, 4],
  IE: [4, 6],
  IS: [2, 2],
  // A check letter comes first.
  IT: [5, 5, 1],
  LI: [5],
  LT: [5],
  LU: [3],
  LV: [4],
  MC: [5, 5],
  MT: [4, 5],
  NL: [4],
  NO: [4],
  PL: [3, 4],
  PT: [4, 4],
  RO: [4],
  SE: [3],
  SI: [2, 3],
  SK: [4],
  SM: [5, 5, 1],
};

const head = 4;

/** Of a whole IBAN without spaces; the branch is empty where the country's numbers name none. */
export function bankOf(iban: string): { bank_code: string | null; branch_code: string | null } {
  const layout = layouts[iban.slice(0, 2)];
  if (layout === undefined) return { bank_code: null, branch_code: null };
  const [bank, branch = 0, before = 0] = layout;
  const start = head + before;
  return {
    bank_code: iban.slice(start, start + bank),
    branch_code: iban.slice(start + bank, start + bank + branch),
  };
}
