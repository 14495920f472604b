/** The quote on paper: https://docs.stripe.com/api/quotes/pdf */
import type Stripe from 'stripe';
import { errors } from '../../kernel/errors.ts';
import { day } from '../../kernel/wording.ts';
import { Binary, type Call, type Work } from '../../kernel/work.ts';
import type { Paper, PaperTotal } from '../../paper/document.ts';
import { drawPaper } from '../../paper/draw.ts';
import { amount, party, sizeFor } from '../../paper/wording.ts';
import { ownAccount } from '../account/platform.ts';
import { issuer, labelOf } from '../invoice/paper.ts';
import { itemsOf } from '../item/of-parent.ts';
import { isRecurring, type StoredItem } from '../item/stored.ts';
import type { StoredQuote } from './stored.ts';

type Rhythm = Pick<NonNullable<Stripe.Price['recurring']>, 'interval' | 'interval_count'>;

const every = ({ interval, interval_count: count }: Rhythm): string =>
  count === 1 ? `per ${interval}` : `every ${count} ${interval}s`;

function totalsOf(quote: StoredQuote, currency: string): PaperTotal[] {
  const shown = (value: number): string => amount(value, currency);
  const { amount_discount: discount, breakdown } = quote.total_details;
  const { recurring } = quote.computed;
  return [
    { label: 'Subtotal', amount: shown(quote.amount_subtotal) },
    ...(discount > 0 ? [{ label: 'Discount', amount: shown(-discount) }] : []),
    ...(breakdown?.taxes ?? []).map(({ amount: tax, rate }) => ({ label: labelOf(rate), amount: shown(tax) })),
    { label: 'Total', amount: shown(quote.amount_total), strong: true },
    ...(recurring === null ? [] : [{ label: `Then ${every(recurring)}`, amount: shown(recurring.amount_total) }]),
  ];
}

function paperLine(item: StoredItem): Paper['lines'][number] {
  const { price, quantity, description, currency, amount_subtotal } = item;
  const unit = price.unit_amount_decimal === null ? '' : amount(Number(price.unit_amount_decimal), currency);
  return {
    description: description ?? 'Item',
    remark: isRecurring(item) && price.recurring ? `Billed ${every(price.recurring)}` : undefined,
    quantity: quantity === null ? '' : String(quantity),
    unit,
    amount: amount(amount_subtotal, currency),
  };
}

async function quotePaper(work: Work, quote: StoredQuote): Promise<Paper> {
  const { name, email, address, phone } =
    (quote.customer === null ? undefined : await work.get<Stripe.Customer>('customer', quote.customer)) ?? {};
  const currency = quote.currency ?? 'usd';
  const issued = quote.status_transitions.finalized_at ?? quote.created;
  return {
    title: 'Quote',
    facts: [
      ['Quote number', quote.number ?? ''],
      ['Date of issue', day(issued)],
      ['Expires', day(quote.expires_at)],
    ],
    from: await issuer(work, quote.invoice_settings.issuer),
    to: party({ name, email, address: address ?? null, phone }),
    headline: `${amount(quote.amount_total, currency)} ${currency.toUpperCase()}`,
    ...(quote.header !== null && { header: quote.header }),
    lines: (await itemsOf(work, quote.id)).map(paperLine),
    totals: totalsOf(quote, currency),
    notes: [quote.description, quote.footer].filter((text): text is string => Boolean(text)),
    size: sizeFor((await ownAccount(work)).country),
    created: issued,
  };
}

export async function quotePdf({ work, targets }: Call): Promise<Binary> {
  const quote = targets[0] as StoredQuote;
  if (quote.number === null)
    throw errors.invalid('You can only download the PDF of a finalized quote; this one was never finalized.');
  return new Binary(await drawPaper(await quotePaper(work, quote)), 'application/pdf', `${quote.number}.pdf`);
}
