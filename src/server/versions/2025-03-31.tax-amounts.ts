import type { Shown } from '../kernel/reader.ts';
import { type Draft, refersTo, type VersionChange, value } from './change.ts';

interface Tax extends Shown {
  readonly amount: number;
  readonly tax_behavior: string;
  readonly tax_rate_details: { readonly tax_rate: string } | null;
  readonly taxability_reason: string;
  readonly taxable_amount: number | null;
}

const taxesOf = (taxes: unknown): readonly Tax[] => (taxes ?? []) as Tax[];

export const taxAmounts = (taxes: unknown): Shown[] =>
  taxesOf(taxes).map(({ amount, tax_behavior, tax_rate_details, taxability_reason, taxable_amount }) => ({
    amount,
    inclusive: tax_behavior === 'inclusive',
    tax_rate: tax_rate_details?.tax_rate ?? null,
    taxability_reason: taxability_reason === 'not_available' ? null : taxability_reason,
    taxable_amount,
  }));

/** What inclusive taxes are part of an amount. */
export const inclusiveTax = (taxes: unknown): number =>
  taxesOf(taxes).reduce((sum, { amount, tax_behavior }) => (tax_behavior === 'inclusive' ? sum + amount : sum), 0);

const numberOf = (amount: unknown): number => (typeof amount === 'number' ? amount : 0);

function creditNote(draft: Draft, _: unknown, dropped: Shown): void {
  const [first] = (dropped.refunds ?? []) as readonly Shown[];
  if (draft.type === 'mixed') draft.type = 'post_payment';
  draft.refund = first?.refund ?? null;
  draft.tax_amounts = taxAmounts(dropped.total_taxes);
}

function line(draft: Draft, _: unknown, { taxes }: Shown): void {
  const amount = numberOf(draft.amount) - inclusiveTax(taxes);
  const quantity = numberOf(draft.quantity);
  draft.amount_excluding_tax = amount;
  draft.tax_amounts = taxAmounts(taxes);
  draft.unit_amount_excluding_tax = quantity > 0 && draft.unit_amount !== null ? String(amount / quantity) : null;
}

/** https://docs.stripe.com/changelog/basil/2025-03-31/add-new-tax-fields */
export const taxAmountsOfCreditNotes: VersionChange = {
  version: '2025-03-31.basil',
  description:
    '`taxes` and `total_taxes` replace `tax_amounts` on credit notes and their lines; `refunds` replaces `refund`.',
  restores: {
    credit_note: { refund: refersTo('refund'), tax_amounts: value },
    credit_note_line_item: { amount_excluding_tax: value, tax_amounts: value, unit_amount_excluding_tax: value },
  },
  inside: {
    credit_note: { 'tax_amounts.tax_rate': ['tax_rate'] },
    credit_note_line_item: { 'tax_amounts.tax_rate': ['tax_rate'] },
  },
  drops: { credit_note: ['refunds', 'total_taxes'], credit_note_line_item: ['taxes'] },
  objects: { credit_note: creditNote, credit_note_line_item: line },
};
