import type { Shown, VersionChange } from './change.ts';

interface Tax extends Shown {
  readonly amount: number;
  readonly tax_behavior: string;
  readonly tax_rate_details: { readonly tax_rate: string } | null;
  readonly taxability_reason: string;
  readonly taxable_amount: number | null;
}

const taxesOf = (value: unknown): readonly Tax[] => (value ?? []) as Tax[];

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

const numberOf = (value: unknown): number => (typeof value === 'number' ? value : 0);

/** https://docs.stripe.com/changelog/basil/2025-03-31/add-new-tax-fields */
export const taxAmountsOfCreditNotes: VersionChange = {
  version: '2025-03-31.basil',
  description:
    '`taxes` and `total_taxes` replace `tax_amounts` on credit notes and their lines; `refunds` replaces `refund`.',
  restores: {
    credit_note: ['refund', 'tax_amounts'],
    credit_note_line_item: ['amount_excluding_tax', 'tax_amounts', 'unit_amount_excluding_tax'],
  },
  objects: {
    credit_note({ refunds, total_taxes, ...rest }) {
      const [first] = (refunds ?? []) as readonly Shown[];
      const type = rest.type === 'mixed' ? 'post_payment' : rest.type;
      return { ...rest, type, refund: first?.refund ?? null, tax_amounts: taxAmounts(total_taxes) };
    },
    credit_note_line_item({ taxes, ...rest }) {
      const amount = numberOf(rest.amount) - inclusiveTax(taxes);
      const quantity = numberOf(rest.quantity);
      const each = quantity > 0 && rest.unit_amount !== null ? String(amount / quantity) : null;
      return { ...rest, amount_excluding_tax: amount, tax_amounts: taxAmounts(taxes), unit_amount_excluding_tax: each };
    },
  },
};
