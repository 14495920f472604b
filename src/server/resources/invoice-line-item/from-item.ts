import type { Work } from '../../kernel/work.ts';
import type { StoredItem } from '../invoice-item/stored.ts';
import type { StoredLine } from './stored.ts';

type Copied = Omit<StoredLine, 'id' | 'object' | 'livemode' | 'taxes' | 'discount_amounts' | 'pretax_credit_amounts'>;

/** What the line of an item says of it. */
export function copiedFields(item: StoredItem, invoice: string): Copied {
  const subscription = item.parent?.subscription_details?.subscription ?? null;
  return {
    amount: item.amount,
    currency: item.currency,
    description: item.description,
    discountable: item.discountable,
    discounts: item.discounts,
    invoice,
    metadata: item.metadata ?? {},
    parent: {
      invoice_item_details: {
        invoice_item: item.id,
        proration: item.proration,
        proration_details: { credited_items: null },
        subscription,
      },
      subscription_item_details: null,
      type: 'invoice_item_details',
    },
    period: item.period,
    pricing: item.pricing as StoredLine['pricing'],
    quantity: item.quantity,
    quantity_decimal: item.quantity_decimal,
    subscription,
    subtotal: item.amount,
    rates: item.tax_rates ?? [],
    tax_code: item.tax_code,
  };
}

export function lineOf(work: Work, item: StoredItem, invoice: string): StoredLine {
  return {
    id: work.newId('line_item'),
    object: 'line_item',
    ...copiedFields(item, invoice),
    discount_amounts: [],
    livemode: false,
    pretax_credit_amounts: [],
    taxes: [],
  };
}
