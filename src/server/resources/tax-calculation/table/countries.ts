/** Standard rates, out of 100, as of 2026. What the table lacks is `not_supported`. Documented in docs/tax.md. */
import type { Levied } from './levied.ts';

const vat = (rate: string): Levied => ({ display_name: 'VAT', tax_type: 'vat', rate });
const gst = (rate: string): Levied => ({ display_name: 'GST', tax_type: 'gst', rate });

interface Country {
  readonly name: string;
  readonly levied: Levied;
}

const row = (name: string, levied: Levied): Country => ({ name, levied });

/** Members of the European Union: one registration of the OSS scheme covers them all. */
export const union: Readonly<Record<string, Country>> = {
  AT: row('Austria', vat('20')),
  BE: row('Belgium', vat('21')),
  BG: row('Bulgaria', vat('20')),
  CY: row('Cyprus', vat('19')),
  CZ: row('Czechia', vat('21')),
  DE: row('Germany', vat('19')),
  DK: row('Denmark', vat('25')),
  EE: row('Estonia', vat('24')),
  ES: row('Spain', vat('21')),
  FI: row('Finland', vat('25.5')),
  FR: row('France', vat('20')),
  GR: row('Greece', vat('24')),
  HR: row('Croatia', vat('25')),
  HU: row('Hungary', vat('27')),
  IE: row('Ireland', vat('23')),
  IT: row('Italy', vat('22')),
  LT: row('Lithuania', vat('21')),
  LU: row('Luxembourg', vat('17')),
  LV: row('Latvia', vat('21')),
  MT: row('Malta', vat('18')),
  NL: row('Netherlands', vat('21')),
  PL: row('Poland', vat('23')),
  PT: row('Portugal', vat('23')),
  RO: row('Romania', vat('21')),
  SE: row('Sweden', vat('25')),
  SI: row('Slovenia', vat('22')),
  SK: row('Slovakia', vat('23')),
};

export const others: Readonly<Record<string, Country>> = {
  AE: row('United Arab Emirates', vat('5')),
  AU: row('Australia', gst('10')),
  CH: row('Switzerland', vat('8.1')),
  GB: row('United Kingdom', vat('20')),
  IS: row('Iceland', vat('24')),
  JP: row('Japan', { display_name: 'JCT', tax_type: 'jct', rate: '10' }),
  KR: row('South Korea', vat('10')),
  MX: row('Mexico', vat('16')),
  NO: row('Norway', vat('25')),
  NZ: row('New Zealand', gst('15')),
  SA: row('Saudi Arabia', vat('15')),
  SG: row('Singapore', gst('9')),
  ZA: row('South Africa', vat('15')),
};
