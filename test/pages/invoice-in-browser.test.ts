import { describe, expect, it } from 'vitest';
import { openInvoice } from '../spec/billed-customer.ts';
import { benchOnPort } from './bench.ts';
import { closeBrowserAfterwards, openPage } from './browser.ts';
import { fillCard } from './card.ts';
import { contrasts } from './contrast.ts';

closeBrowserAfterwards();

async function invoiced() {
  const bench = await benchOnPort();
  const { id } = await bench.stripe.customers.create({ email: 'ada@example.com', name: 'Ada' });
  const invoice = await openInvoice(bench, id, [2000, 1500]);
  return { ...bench, invoice };
}

describe('the hosted invoice page', () => {
  it('shows what is owed, and takes a card', async (context) => {
    const { stripe, invoice } = await invoiced();
    const page = await openPage(context, { javaScriptEnabled: false });
    await page.goto(invoice.hosted_invoice_url ?? '');
    await page.getByText('for 2000').waitFor();
    await fillCard(page);
    await page.getByRole('button', { name: 'Pay $35.00' }).click();
    await page.getByText('Paid on').waitFor();
    expect(await stripe.invoices.retrieve(invoice.id)).toMatchObject({ amount_paid: 3500, status: 'paid' });
    const [download] = await Promise.all([
      page.waitForEvent('download'),
      page.getByRole('link', { name: 'Download invoice' }).click(),
    ]);
    expect(download.suggestedFilename()).toBe(`Invoice-${invoice.number}.pdf`);
  });

  it('says why a card was declined, and leads through the challenge of the bank', async (context) => {
    const { stripe, invoice } = await invoiced();
    const page = await openPage(context, { colorScheme: 'dark' });
    await page.goto(invoice.hosted_invoice_url ?? '');
    await fillCard(page, '4000000000000002');
    await page.getByRole('button', { name: 'Pay' }).click();
    await page.getByRole('alert').getByText('Your card was declined.').waitFor();
    expect((await contrasts(page)).filter(({ ratio }) => ratio < 4.5)).toEqual([]);
    expect((await stripe.invoices.retrieve(invoice.id)).attempt_count).toBe(1);
    await fillCard(page, '4000002760003184');
    await page.getByRole('button', { name: 'Pay' }).click();
    await page.getByRole('button', { name: 'Complete authentication' }).click();
    await page.getByText('Paid on').waitFor();
    expect((await stripe.invoices.retrieve(invoice.id)).status).toBe('paid');
  });
});
