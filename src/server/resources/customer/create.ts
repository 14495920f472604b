import type Stripe from 'stripe';
import type { Call, StoredObject, Work } from '../../kernel/work.ts';
import { addSource } from '../card/add.ts';
import { validateAndAttach } from '../payment-method/attach.ts';
import { paymentMethodFrom } from '../payment-method/from.ts';
import { clockWithRoom } from '../test-clock/limits.ts';
import { defaultPaymentMethod, withDefault } from './default-payment-method.ts';
import { type SentCoupon, sentDiscount } from './discount.ts';
import { changedFields } from './fields.ts';
import { addTaxIds } from './tax-ids.ts';

const noInvoiceSettings: Stripe.Customer.InvoiceSettings = Object.freeze({
  custom_fields: null,
  default_payment_method: null,
  footer: null,
  rendering_options: null,
});

function blank(work: Work): Stripe.Customer {
  return {
    id: work.newId('customer'),
    object: 'customer',
    address: null,
    balance: 0,
    created: work.now,
    currency: null,
    customer_account: null,
    default_source: null,
    delinquent: false,
    description: null,
    discount: null,
    email: null,
    invoice_prefix: work.token(8).toUpperCase(),
    invoice_settings: noInvoiceSettings,
    livemode: false,
    metadata: {},
    name: null,
    next_invoice_sequence: 1,
    phone: null,
    preferred_locales: [],
    shipping: null,
    tax_exempt: 'none',
    test_clock: null,
  };
}

export async function create({ work, params }: Call<Stripe.CustomerCreateParams & SentCoupon>): Promise<StoredObject> {
  const unchanged = blank(work);
  let customer: Stripe.Customer = { ...unchanged, ...changedFields(unchanged, params) };
  const { payment_method: methodId, source, test_clock: clock, tax_id_data: taxIds } = params;
  if (clock !== undefined) {
    customer = { ...customer, test_clock: await clockWithRoom(work, clock, 'customer') };
  }
  const method =
    methodId === undefined
      ? undefined
      : await validateAndAttach(work, await paymentMethodFrom(work, { id: methodId }), customer.id);
  const defaultId = params.invoice_settings?.default_payment_method;
  if (defaultId) {
    // `pm_card_visa` in both places means one and the same payment method.
    const same = method !== undefined && defaultId === methodId;
    const id = same ? method.id : await defaultPaymentMethod(work, customer.id, defaultId);
    customer = { ...customer, invoice_settings: withDefault(customer, id) };
  }
  if (source !== undefined) {
    const added = await addSource(work, customer, { source });
    customer = { ...customer, default_source: added.id };
  }
  const discount = await sentDiscount(work, customer, params);
  if (discount) customer = { ...customer, discount: await work.show(discount) };
  await work.insert(customer);
  if (discount) await work.insert(discount);
  if (taxIds !== undefined) await addTaxIds(work, customer.id, taxIds);
  return customer;
}
