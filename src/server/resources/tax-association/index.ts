/** What ties a PaymentIntent to the calculation of its taxes: https://docs.stripe.com/tax/payment-intent */
import type Stripe from 'stripe';
import type { Awaitable } from '../../kernel/awaitable.ts';
import { errors, StripeError } from '../../kernel/errors.ts';
import { defineResource } from '../../kernel/resource.ts';
import type { Call, StoredObject, Work } from '../../kernel/work.ts';
import type { StoredCalculation } from '../tax-calculation/stored.ts';
import { commit } from '../tax-transaction/commit.ts';

type Association = Stripe.Tax.Association;
type Attempt = NonNullable<Association['tax_transaction_attempts']>[number];
type Reason = NonNullable<Attempt['errored']>['reason'];
type Intent = Stripe.PaymentIntent;

const calculationOf = (intent: Intent | undefined): string | undefined =>
  intent?.hooks?.inputs?.tax?.calculation || undefined;

async function associationOf(work: Work, intent: string): Promise<Association | undefined> {
  const where = { payment_intent: intent };
  return (await work.list<Association>('tax.association', { where, limit: 1 }))[0];
}

async function associate(work: Work, intent: Intent, calculation: string): Promise<void> {
  await work.find('tax.calculation', calculation, 'hooks[inputs][tax][calculation]');
  const known = await associationOf(work, intent.id);
  if (known !== undefined) await work.update<Association>(known, { calculation });
  else
    await work.insert<Association>({
      id: work.newId('tax.association'),
      object: 'tax.association',
      calculation,
      payment_intent: intent.id,
      tax_transaction_attempts: null,
    });
}

async function whyNot(
  work: Work,
  intent: Intent,
  calculation: StoredCalculation | undefined,
): Promise<Reason | undefined> {
  if (calculation === undefined || calculation.expires_at <= work.now) return 'calculation_expired';
  if (calculation.currency !== intent.currency) return 'currency_mismatch';
  const others = await work.list<Association>('tax.association', { where: { calculation: calculation.id } });
  const taken = others.some(({ tax_transaction_attempts: attempts }) =>
    attempts?.some(({ status }) => status === 'committed'),
  );
  return taken ? 'another_payment_associated_with_calculation' : undefined;
}

/** The payment has succeeded: its tax is owed. The reference of the transaction is the id of the intent. */
async function attempt(work: Work, intent: Intent, id: string): Promise<Attempt> {
  const calculation = await work.get<StoredCalculation>('tax.calculation', id);
  const reason = await whyNot(work, intent, calculation);
  if (reason !== undefined || calculation === undefined)
    return { errored: { reason: reason ?? 'calculation_expired' }, source: intent.id, status: 'errored' };
  try {
    const { id: transaction } = await commit(work, calculation, { reference: intent.id });
    return { committed: { transaction }, source: intent.id, status: 'committed' };
  } catch (error) {
    if (!(error instanceof StripeError)) throw error;
    return { errored: { reason: 'unique_reference_violation' }, source: intent.id, status: 'errored' };
  }
}

function follow(work: Work, was?: StoredObject, is?: StoredObject): Awaitable<void> {
  const [before, after] = [was, is] as [Intent | undefined, Intent | undefined];
  const calculation = calculationOf(after);
  return after && calculation ? record(work, before, after, calculation) : undefined;
}

async function record(work: Work, before: Intent | undefined, after: Intent, calculation: string): Promise<void> {
  if (calculation !== calculationOf(before)) await associate(work, after, calculation);
  if (after.status !== 'succeeded' || before?.status === 'succeeded') return;
  const association = await associationOf(work, after.id);
  if (association === undefined) return;
  const attempts = association.tax_transaction_attempts ?? [];
  await work.update<Association>(association, {
    tax_transaction_attempts: [...attempts, await attempt(work, after, calculation)],
  });
}

async function findAssociation({ work, params }: Call<Stripe.Tax.AssociationFindParams>): Promise<Association> {
  await work.find('payment_intent', params.payment_intent, 'payment_intent');
  const association = await associationOf(work, params.payment_intent);
  if (association !== undefined) return association;
  throw errors.invalid(
    `No tax association exists for the PaymentIntent ${params.payment_intent}.`,
    'payment_intent',
    'resource_missing',
    404,
  );
}

export const taxAssociation = defineResource<Association>('tax.association', {
  operations: { 'tax.associations.find': findAssociation },
  reactions: { payment_intent: follow },
});
