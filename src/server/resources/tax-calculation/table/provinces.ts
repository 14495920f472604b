/** What Canada and its provinces levy, and how their postal codes begin. */
import type { Levied } from './levied.ts';

const gst: Levied = { display_name: 'GST', tax_type: 'gst', rate: '5' };
const hst = (rate: string): Levied => ({ display_name: 'HST', tax_type: 'hst', rate });
const pst = (rate: string): Levied => ({ display_name: 'PST', tax_type: 'pst', rate });

interface Province {
  readonly name: string;
  /** Of the federation. */
  readonly federal: Levied;
  /** Of the province itself: a business registers for it apart. */
  readonly own?: Levied;
  /** First letters. */
  readonly letters: string;
}

export const provinces: Readonly<Record<string, Province>> = {
  AB: { name: 'Alberta', federal: gst, letters: 'T' },
  BC: { name: 'British Columbia', federal: gst, own: pst('7'), letters: 'V' },
  MB: {
    name: 'Manitoba',
    federal: gst,
    own: { display_name: 'RST', tax_type: 'rst', rate: '7' },
    letters: 'R',
  },
  NB: { name: 'New Brunswick', federal: hst('15'), letters: 'E' },
  NL: { name: 'Newfoundland and Labrador', federal: hst('15'), letters: 'A' },
  NS: { name: 'Nova Scotia', federal: hst('14'), letters: 'B' },
  NT: { name: 'Northwest Territories', federal: gst, letters: 'X' },
  NU: { name: 'Nunavut', federal: gst, letters: '' },
  ON: { name: 'Ontario', federal: hst('13'), letters: 'KLMNP' },
  PE: { name: 'Prince Edward Island', federal: hst('15'), letters: 'C' },
  QC: {
    name: 'Quebec',
    federal: gst,
    own: { display_name: 'QST', tax_type: 'qst', rate: '9.975' },
    letters: 'GHJ',
  },
  SK: { name: 'Saskatchewan', federal: gst, own: pst('6'), letters: 'S' },
  YT: { name: 'Yukon', federal: gst, letters: 'Y' },
};

export function provinceOfCode(code: string): string | undefined {
  const letter = code.charAt(0).toUpperCase();
  return letter === '' ? undefined : Object.keys(provinces).find((each) => provinces[each]?.letters.includes(letter));
}
