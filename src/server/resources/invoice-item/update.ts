import type Stripe from 'stripe';
import { mergeMetadata } from '../../kernel/merge.ts';
import type { Call, Work } from '../../kernel/work.ts';
import { discountsOf, redeemAll } from '../discount/redeem.ts';
import { refreshDraft } from '../invoice/refresh.ts';
import { copiedFields } from '../invoice-line-item/from-item.ts';
import { lineOfItem } from '../invoice-line-item/of-invoice.ts';
import { priceLine } from '../price/charged.ts';
import { readTaxCode } from '../tax-code/find.ts';
import { findTaxRates } from '../tax-rate/find.ts';
import { editableInvoice } from './editable.ts';
import { pricedFields, readPeriod, sentLine } from './fields.ts';
import { netAmount } from './net.ts';
import type { StoredItem } from './stored.ts';

export type ItemUpdate = Omit<Stripe.InvoiceItemUpdateParams, 'expand' | 'invoicing_rules'>;

const priced = ['amount', 'price_data', 'pricing', 'unit_amount_decimal'] as const;
const recounted = ['quantity', 'quantity_decimal'] as const;

/** Sent anew, or the present price with another quantity; undefined when neither changes. */
async function pricing(work: Work, item: StoredItem, sent: ItemUpdate): Promise<Partial<StoredItem> | undefined> {
  const context = { currency: item.currency, fallback: item.currency };
  const description = sent.description ?? item.description ?? undefined;
  if (priced.some((name) => sent[name] !== undefined)) {
    const quantity = sent.quantity ?? (sent.quantity_decimal === undefined ? item.quantity : undefined);
    return pricedFields(await priceLine(work, { ...sentLine(sent), quantity, description }, context));
  }
  if (recounted.every((name) => sent[name] === undefined)) return undefined;
  const price = item.pricing?.price_details?.price;
  return pricedFields(
    await priceLine(
      work,
      { ...sentLine(sent), price: typeof price === 'string' ? price : price?.id, description },
      context,
    ),
  );
}

/** Changes the item and its line; the caller refreshes the invoice. */
export async function changeItem(work: Work, item: StoredItem, sent: ItemUpdate): Promise<StoredItem> {
  const patch: Partial<StoredItem> = {
    ...(sent.description !== undefined && { description: sent.description || null }),
    ...(await pricing(work, item, sent)),
    ...(sent.discountable !== undefined && { discountable: sent.discountable }),
    ...(sent.metadata !== undefined && { metadata: mergeMetadata(item.metadata ?? {}, sent.metadata) }),
    ...(sent.tax_code !== undefined && {
      tax_code: sent.tax_code ? readTaxCode(sent.tax_code, 'tax_code') : null,
    }),
    ...(sent.period !== undefined && { period: readPeriod(sent.period, work.now) }),
    ...(sent.tax_rates !== undefined && { tax_rates: await findTaxRates(work, sent.tax_rates || '', 'tax_rates') }),
    ...(sent.discounts !== undefined && {
      discounts: (
        await redeemAll(work, sent.discounts, {
          customer: item.customer,
          currency: item.currency,
          invoice_item: item.id,
          refuseRepeating: true,
          amount: item.amount,
        })
      ).map(({ id }) => id),
    }),
  };
  const next = { ...item, ...patch };
  const net_amount = netAmount(next, await discountsOf(work, next.discounts));
  const changed = await work.update<StoredItem>(item, { ...patch, net_amount });
  if (changed.invoice === null) return changed;
  const line = await lineOfItem(work, changed.invoice, changed.id);
  if (line !== undefined) await work.update(line, copiedFields(changed, changed.invoice));
  return changed;
}

export async function updateInvoiceItem({
  work,
  params,
  targets,
}: Call<Stripe.InvoiceItemUpdateParams>): Promise<StoredItem> {
  const item = targets[0] as StoredItem;
  const invoice = await editableInvoice(work, item);
  const changed = await changeItem(work, item, params);
  if (invoice !== undefined) await refreshDraft(work, invoice);
  return changed;
}
