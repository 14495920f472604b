/** The SEPA debit that a bank's own page leads to: https://docs.stripe.com/payments/ideal/set-up-payment */
import type Stripe from 'stripe';
import type { Work } from '../../kernel/work.ts';
import { type Acceptance, acceptedOnline } from '../mandate/acceptance.ts';
import { createMandate } from '../mandate/create.ts';
import { accountMethod } from './from.ts';
import type { StoredPaymentMethod } from './stored.ts';
import { keepFor } from './use.ts';

interface Generation {
  readonly iban: string;
  readonly from: Stripe.PaymentMethod.SepaDebit.GeneratedFrom;
  readonly customer: string | null;
  readonly acceptance: Acceptance | undefined;
  readonly options: object | null;
}

/** Without a customer nothing could be debited later: the SEPA debit is made all the same, and attached to nobody. */
export async function generateSepa(
  work: Work,
  { billing_details }: StoredPaymentMethod,
  { iban, from, customer, acceptance = acceptedOnline(work.now), options }: Generation,
): Promise<{ method: string; mandate: string }> {
  const made = accountMethod(work, 'sepa_debit', { iban }, { billing_details });
  const stored = await work.insert<StoredPaymentMethod>({
    ...made,
    ...(made.sepa_debit && { sepa_debit: { ...made.sepa_debit, generated_from: from } }),
  });
  const method = customer === null ? stored : await keepFor(work, stored, customer, { setUp: true });
  const mandate = await createMandate(work, { method, acceptance, options });
  return { method: method.id, mandate: mandate.id };
}
