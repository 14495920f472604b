import type Stripe from 'stripe';
import { describe, expect, it } from 'vitest';
import { individual } from './connected.ts';
import { refusal, type TestBench, testBench } from './harness.ts';
import { billing_details, methodData, payWith, return_url, ways } from './payers.ts';

const debits = ['us_bank_account', 'sepa_debit', 'acss_debit', 'bacs_debit', 'au_becs_debit'];
const verified = ['sepa_debit', 'bacs_debit', 'au_becs_debit'];
const wayOut: Readonly<Record<string, string>> = {
  alipay: 'alipay_handle_redirect',
  cashapp: 'cashapp_handle_redirect_or_display_qr_code',
  wechat_pay: 'wechat_pay_display_qr_code',
};
const pages = Object.keys(ways).filter((type) => ![...debits, 'link', 'customer_balance'].includes(type));

type Details = Readonly<Record<string, Readonly<Record<string, unknown>>>>;

const chargeOf = async (stripe: Stripe, { latest_charge }: Stripe.PaymentIntent): Promise<Stripe.Charge> =>
  stripe.charges.retrieve(String(latest_charge));

describe('a payment on a page of a bank, a wallet or a lender', () => {
  it.each(pages)('%s waits for the payer, who approves', async (type) => {
    const bench = await testBench();
    const { stripe, sandbox } = bench;
    const intent = await payWith(bench, type);
    expect(intent).toMatchObject({ status: 'requires_action', latest_charge: null });
    expect(intent.next_action?.type).toBe(wayOut[type] ?? 'redirect_to_url');
    await sandbox.act(intent.id, 'authenticate');
    const paid = await stripe.paymentIntents.retrieve(intent.id);
    expect(paid).toMatchObject({ status: 'succeeded', next_action: null, amount_received: intent.amount });
    const charge = await chargeOf(stripe, paid);
    expect(charge.id).toMatch(/^py_/);
    expect(charge).toMatchObject({ status: 'succeeded', paid: true, captured: true, billing_details });
    expect(charge.payment_method_details?.type).toBe(type);
    expect(charge.outcome).toMatchObject({ risk_level: 'not_assessed', network_status: 'approved_by_network' });
    expect(await bench.eventTypes()).toEqual([
      'payment_intent.created',
      'payment_intent.requires_action',
      'charge.succeeded',
      'payment_intent.succeeded',
    ]);
  });

  it.each(pages)('%s fails where the payer does not approve', async (type) => {
    const bench = await testBench();
    const intent = await payWith(bench, type);
    await bench.sandbox.act(intent.id, 'fail_authentication');
    const failed = await bench.stripe.paymentIntents.retrieve(intent.id);
    expect(failed).toMatchObject({ status: 'requires_payment_method', payment_method: null, next_action: null });
    expect(failed.last_payment_error?.code).toMatch(
      /^payment_intent_authentication_failure$|^payment_method_provider_decline$/,
    );
    expect(failed.last_payment_error?.payment_method?.type).toBe(type);
    expect((await bench.eventTypes()).at(-1)).toBe('payment_intent.payment_failed');
  });

  it('needs an address to come back to', async () => {
    const bench = await testBench();
    const error = await refusal(payWith(bench, 'ideal', { return_url: undefined }));
    expect(error).toMatchObject({
      statusCode: 400,
      param: 'return_url',
      message: 'You must provide a `return_url` when confirming using payment_method_types[]=[ideal].',
    });
    expect(await bench.stripe.paymentIntents.list().then(({ data }) => data)).toEqual([]);
  });

  it('cannot be made while the payer is away', async () => {
    const bench = await testBench();
    const error = await refusal(payWith(bench, 'klarna', { off_session: true }));
    expect(error).toMatchObject({ statusCode: 402, code: 'authentication_required' });
    const strict = await refusal(payWith(bench, 'klarna', { error_on_requires_action: true }));
    expect(strict).toMatchObject({ statusCode: 402, decline_code: 'authentication_not_handled' });
  });

  it('authorizes first and captures later, where the wallet can', async () => {
    const bench = await testBench();
    const { id } = await payWith(bench, 'paypal', { capture_method: 'manual' });
    await bench.sandbox.act(id, 'authenticate');
    expect(await bench.stripe.paymentIntents.retrieve(id)).toMatchObject({
      status: 'requires_capture',
      amount_capturable: 2000,
    });
    expect(await bench.stripe.paymentIntents.capture(id, { amount_to_capture: 500 })).toMatchObject({
      status: 'succeeded',
      amount_received: 500,
    });
    const error = await refusal(payWith(bench, 'ideal', { capture_method: 'manual' }));
    expect(error).toMatchObject({ statusCode: 400, param: 'capture_method' });
  });

  it('tells what the wallet knows of its payer', async () => {
    const bench = await testBench();
    const { id, payment_method } = await payWith(bench, 'paypal');
    await bench.sandbox.act(id, 'authenticate');
    const { paypal } = await bench.stripe.paymentMethods.retrieve(String(payment_method));
    expect(paypal).toMatchObject({ payer_email: billing_details.email, payer_id: expect.any(String), country: 'US' });
    const charge = await chargeOf(bench.stripe, await bench.stripe.paymentIntents.retrieve(id));
    expect(charge.payment_method_details?.paypal).toMatchObject({
      payer_email: billing_details.email,
      payer_name: billing_details.name,
      payer_id: paypal?.payer_id,
    });
  });

  it('books its own fee, as a payment', async () => {
    const bench = await testBench();
    const { id } = await payWith(bench, 'ideal', { capture_method: 'automatic' });
    await bench.sandbox.act(id, 'authenticate');
    const { balance_transaction } = await chargeOf(bench.stripe, await bench.stripe.paymentIntents.retrieve(id));
    expect(await bench.stripe.balanceTransactions.retrieve(String(balance_transaction))).toMatchObject({
      type: 'payment',
      reporting_category: 'charge',
      fee: 80,
    });
  });
});

describe('a debit of a bank account', () => {
  it.each(verified)('%s is processed until the bank answers', async (type) => {
    const bench = await testBench();
    const { stripe, emulator, sandbox } = bench;
    const intent = await payWith(bench, type);
    expect(intent).toMatchObject({ status: 'processing', amount_received: 0, next_action: null });
    const pending = await chargeOf(stripe, intent);
    expect(pending).toMatchObject({ status: 'pending', paid: false, captured: true, balance_transaction: null });
    expect(pending.id).toMatch(/^py_/);
    const details = pending.payment_method_details as unknown as Details;
    const mandate = await stripe.mandates.retrieve(String(details[type]?.mandate));
    expect(mandate).toMatchObject({ type: 'single_use', payment_method: intent.payment_method });
    expect(mandate.single_use).toEqual({ amount: 2000, currency: ways[type]?.currency });
    await sandbox.advance('10s');
    expect(await stripe.paymentIntents.retrieve(intent.id)).toMatchObject({
      status: 'succeeded',
      amount_received: 2000,
    });
    const charge = await chargeOf(stripe, intent);
    expect(charge).toMatchObject({ status: 'succeeded', paid: true });
    expect(charge.balance_transaction).not.toBeNull();
    expect((await bench.eventTypes()).filter((each) => !each.startsWith('mandate'))).toEqual([
      'payment_intent.created',
      'charge.pending',
      'payment_intent.processing',
      'charge.succeeded',
      'payment_intent.succeeded',
    ]);
    expect(emulator).toBeDefined();
  });

  it('is answered by the bank when told to, either way', async () => {
    const bench = await testBench();
    const { stripe, sandbox } = bench;
    const method = { payment_method: 'pm_usBankAccount_processing', payment_method_data: undefined };
    const kept = await payWith(bench, 'us_bank_account', method);
    await sandbox.advance('30d');
    expect((await stripe.paymentIntents.retrieve(kept.id)).status).toBe('processing');
    await sandbox.act(kept.id, 'settle');
    expect((await stripe.paymentIntents.retrieve(kept.id)).status).toBe('succeeded');
    const lost = await payWith(bench, 'us_bank_account', method);
    await expect(sandbox.act(lost.id, 'fail', { code: 'nonsense' })).rejects.toThrow(/Invalid code/);
    await sandbox.act(lost.id, 'fail', { code: 'account_closed' });
    expect(await stripe.paymentIntents.retrieve(lost.id)).toMatchObject({
      status: 'requires_payment_method',
      last_payment_error: { code: 'account_closed', charge: lost.latest_charge, type: 'invalid_request_error' },
    });
  });

  it('needs the permission of the holder', async () => {
    const bench = await testBench();
    const error = await refusal(payWith(bench, 'sepa_debit', { mandate_data: undefined }));
    expect(error).toMatchObject({ statusCode: 400, code: 'payment_intent_mandate_invalid', param: 'mandate_data' });
    const customer = await bench.stripe.customers.create();
    const first = await payWith(bench, 'sepa_debit', { customer: customer.id, setup_future_usage: 'off_session' });
    await bench.sandbox.advance('10s');
    const again = await payWith(bench, 'sepa_debit', {
      customer: customer.id,
      mandate_data: undefined,
      off_session: true,
      payment_method: String(first.payment_method),
      return_url: undefined,
    });
    expect(again.status).toBe('processing');
    const { data: methods } = await bench.stripe.customers.listPaymentMethods(customer.id, { type: 'sepa_debit' });
    expect(methods.map(({ id }) => id)).toEqual([first.payment_method]);
  });

  it('is agreed to in the browser without being told', async () => {
    const { stripe, client } = await testBench();
    const { id, client_secret } = await stripe.paymentIntents.create({
      allowed_payment_method_types: ['sepa_debit'],
      amount: 2000,
      currency: 'eur',
    });
    const browser = client({ key: 'pk_test_bench' });
    const params = { client_secret, payment_method_data: methodData('sepa_debit') };
    const intent = await browser.paymentIntents.confirm(id, params as Stripe.PaymentIntentConfirmParams);
    expect(intent.status).toBe('processing');
    const charge = await chargeOf(stripe, await stripe.paymentIntents.retrieve(id));
    const mandate = await stripe.mandates.retrieve(String(charge.payment_method_details?.sepa_debit?.mandate));
    expect(mandate.customer_acceptance).toMatchObject({ type: 'online', online: { ip_address: '127.0.0.1' } });
  });

  it.each(['us_bank_account', 'acss_debit'])('%s is verified with micro-deposits first', async (type) => {
    const bench = await testBench();
    const { stripe } = bench;
    const intent = await payWith(bench, type);
    expect(intent).toMatchObject({
      status: 'requires_action',
      next_action: { type: 'verify_with_microdeposits' },
      latest_charge: null,
    });
    const wrong = await refusal(stripe.paymentIntents.verifyMicrodeposits(intent.id, { amounts: [1, 2] }));
    expect(wrong.code).toBe('payment_method_microdeposit_verification_amounts_mismatch');
    const debited = await stripe.paymentIntents.verifyMicrodeposits(intent.id, { amounts: [32, 45] });
    expect(debited.status).toBe('processing');
    await bench.sandbox.advance('10s');
    expect((await stripe.paymentIntents.retrieve(intent.id)).status).toBe('succeeded');
    const late = await refusal(stripe.paymentIntents.verifyMicrodeposits(intent.id, { amounts: [32, 45] }));
    expect(late.code).toBe('intent_invalid_state');
  });
});

describe('Link', () => {
  it('pays at once for a server, and asks for its code in a browser', async () => {
    const bench = await testBench();
    expect((await payWith(bench, 'link')).status).toBe('succeeded');
    const asked = await payWith(bench, 'link', { use_stripe_sdk: true, return_url: undefined });
    expect(asked).toMatchObject({ status: 'requires_action', next_action: { type: 'use_stripe_sdk' } });
  });
});

describe('types of payment method', () => {
  it('are dropped from the allowed ones where they cannot pay this', async () => {
    const { stripe } = await testBench();
    const allowed = { allowed_payment_method_types: ['card' as const, 'ideal' as const, 'affirm' as const] };
    expect(await stripe.paymentIntents.create({ amount: 2000, currency: 'usd', ...allowed })).toMatchObject({
      payment_method_types: ['card'],
    });
    expect(await stripe.paymentIntents.create({ amount: 2000, currency: 'eur', ...allowed })).toMatchObject({
      payment_method_types: ['card', 'ideal'],
    });
    const error = await refusal(
      stripe.paymentIntents.create({ amount: 2000, currency: 'usd', allowed_payment_method_types: ['sepa_debit'] }),
    );
    expect(error.message).toMatch(/^No valid payment method types for this Payment Intent\./);
  });

  it('that are not emulated say so', async () => {
    const bench = await testBench();
    const error = await refusal(payWith(bench, 'blik', { currency: 'pln' }));
    expect(error.message).toBe('This emulator does not confirm PaymentIntents with a PaymentMethod of type blik yet.');
  });

  it('want what Stripe wants of a payer', async () => {
    const { stripe } = await testBench();
    const p24 = await refusal(stripe.paymentMethods.create({ type: 'p24' }));
    expect(p24).toMatchObject({ code: 'parameter_missing', param: 'billing_details[email]' });
    const sepa = { type: 'sepa_debit', sepa_debit: { iban: 'DE89370400440532013000' } } as const;
    const email = await refusal(stripe.paymentMethods.create({ ...sepa, billing_details: { name: 'Jenny Rosen' } }));
    expect(email).toMatchObject({ code: 'parameter_missing', param: 'billing_details[email]' });
    const inIntent = await refusal(
      stripe.paymentIntents.create({ amount: 2000, currency: 'eur', confirm: true, payment_method_data: sepa }),
    );
    expect(inIntent).toMatchObject({ param: 'payment_method_data[billing_details][email]' });
    const british = { type: 'sepa_debit', sepa_debit: { iban: 'GB82WEST12345698765432' } } as const;
    const address = await refusal(stripe.paymentMethods.create({ ...british, billing_details }));
    expect(address).toMatchObject({ code: 'parameter_missing', param: 'billing_details[address][country]' });
    const whole = { country: 'GB', line1: '1 High Street', city: 'Leeds', postal_code: 'LS1 4AP' };
    const made = await stripe.paymentMethods.create({
      ...british,
      billing_details: { ...billing_details, address: whole },
    });
    expect(made.sepa_debit).toMatchObject({ country: 'GB', last4: '5432' });
  });
});

describe('numbers of a bank account', () => {
  const us = { account_holder_type: 'individual', account_number: '000123456789', routing_number: '110000000' };
  const acss = { account_number: '000123456789', institution_number: '000', transit_number: '11000' };
  const create = ({ stripe }: TestBench, type: string, hash: object) =>
    stripe.paymentMethods.create({ type, [type]: hash, billing_details } as Stripe.PaymentMethodCreateParams);

  it.each([
    ['us_bank_account', { ...us, routing_number: '11' }, 'routing_number', 'routing_number_invalid'],
    ['us_bank_account', { ...us, routing_number: '110000001' }, 'routing_number', 'routing_number_invalid'],
    ['us_bank_account', { ...us, account_number: '000987654321' }, 'account_number', 'account_number_invalid'],
    ['us_bank_account', { account_holder_type: 'individual' }, 'routing_number', 'parameter_missing'],
    ['sepa_debit', { iban: 'nonsense' }, 'iban', 'invalid_bank_account_iban'],
    ['sepa_debit', { iban: 'DE89370400440532013001' }, 'iban', 'invalid_bank_account_iban'],
    ['bacs_debit', { sort_code: '10880', account_number: '00012345' }, 'sort_code', 'routing_number_invalid'],
    ['bacs_debit', { sort_code: '108800', account_number: '12345' }, 'account_number', 'account_number_invalid'],
    ['bacs_debit', { sort_code: '108800' }, 'account_number', 'parameter_missing'],
    ['au_becs_debit', { bsb_number: '00000x', account_number: '000123456' }, 'bsb_number', 'routing_number_invalid'],
    ['au_becs_debit', { bsb_number: '000000', account_number: '1' }, 'account_number', 'account_number_invalid'],
    ['acss_debit', { ...acss, institution_number: '0' }, 'institution_number', 'routing_number_invalid'],
    ['acss_debit', { ...acss, transit_number: '1100' }, 'transit_number', 'routing_number_invalid'],
    ['acss_debit', { ...acss, account_number: 'abc' }, 'account_number', 'account_number_invalid'],
  ])('of %s are refused: %o', async (type, hash, field, code) => {
    const bench = await testBench();
    const error = await refusal(create(bench, type, hash));
    expect(error).toMatchObject({
      statusCode: 400,
      type: 'StripeInvalidRequestError',
      param: `${type}[${field}]`,
      code,
    });
    expect(await bench.eventTypes()).toEqual([]);
  });

  it.each([
    ['bacs_debit', { sort_code: '10-88-00', account_number: '0001 2345' }, { sort_code: '108800', last4: '2345' }],
    ['au_becs_debit', { bsb_number: '000-000', account_number: '000123456' }, { bsb_number: '000000' }],
    ['sepa_debit', { iban: 'de89 3704 0044 0532 0130 00' }, { country: 'DE', last4: '3000' }],
  ])('of %s may be written apart', async (type, hash, shown) => {
    const method = await create(await testBench(), type, hash);
    expect((method as unknown as Details)[type]).toMatchObject(shown);
  });

  it.each([
    ['DE89370400440532013000', '37040044', ''],
    ['FR1420041010050500013M02606', '20041', '01005'],
    ['IT60X0542811101000000123456', '05428', '11101'],
    ['NL39RABO0300065264', 'RABO', ''],
  ])('tell the bank: %s', async (iban, bank_code, branch_code) => {
    const { sepa_debit } = await create(await testBench(), 'sepa_debit', { iban });
    expect(sepa_debit).toMatchObject({ bank_code, branch_code, country: iban.slice(0, 2) });
  });

  it('must be there at all', async () => {
    const { stripe } = await testBench();
    const error = await refusal(stripe.paymentMethods.create({ type: 'sepa_debit', billing_details }));
    expect(error).toMatchObject({ code: 'parameter_missing', param: 'sepa_debit' });
  });
});

describe('a SEPA debit out of a payment with iDEAL or Bancontact', () => {
  it.each(['ideal', 'bancontact'])('is kept for %s payments that are to be repeated', async (type) => {
    const bench = await testBench();
    const { stripe, sandbox } = bench;
    const customer = await stripe.customers.create();
    const { id } = await payWith(bench, type, { customer: customer.id, setup_future_usage: 'off_session' });
    await sandbox.act(id, 'authenticate');
    const charge = await chargeOf(stripe, await stripe.paymentIntents.retrieve(id));
    const details = (charge.payment_method_details as unknown as Details)[type];
    const sepa = await stripe.paymentMethods.retrieve(String(details?.generated_sepa_debit));
    expect(sepa).toMatchObject({
      type: 'sepa_debit',
      customer: customer.id,
      billing_details,
      sepa_debit: { generated_from: { charge: charge.id, setup_attempt: null } },
    });
    const mandate = await stripe.mandates.retrieve(String(details?.generated_sepa_debit_mandate));
    expect(mandate).toMatchObject({ type: 'multi_use', status: 'active', payment_method: sepa.id });
    const later = await payWith(bench, 'sepa_debit', {
      customer: customer.id,
      mandate_data: undefined,
      off_session: true,
      payment_method: sepa.id,
      return_url: undefined,
    });
    expect(later.status).toBe('processing');
    const used = await refusal(
      payWith(bench, type, { customer: customer.id, payment_method: String(charge.payment_method), return_url }),
    );
    expect(used.message).toMatch(/may not be used again/);
  });
});

describe('a refund', () => {
  const ended = ['ideal', 'klarna', 'paypal', 'amazon_pay', 'link', 'sepa_debit', 'bacs_debit', 'customer_balance'];

  it.each(ended)('of %s goes back the way the money came', async (type) => {
    const bench = await testBench();
    const { stripe, sandbox } = bench;
    const { id, customer } = await payWith(bench, type);
    if (type === 'customer_balance') await sandbox.act(id, 'fund');
    else if (!debits.includes(type) && type !== 'link') await sandbox.act(id, 'authenticate');
    await sandbox.advance('10s');
    const refund = await stripe.refunds.create({ payment_intent: id });
    expect(refund.id).toMatch(/^pyr_/);
    expect(refund.status).toBe(debits.includes(type) ? 'pending' : 'succeeded');
    expect(refund.destination_details?.card).toBeUndefined();
    await sandbox.advance('10s');
    expect((await stripe.refunds.retrieve(refund.id)).status).toBe('succeeded');
    if (type !== 'customer_balance') return;
    expect(await stripe.customers.retrieveCashBalance(String(customer))).toMatchObject({ available: { usd: 2000 } });
  });
});

describe('a dispute', () => {
  it.each([
    ['klarna', { reason_code: 'goods_not_received' }],
    ['amazon_pay', { dispute_type: 'chargeback' }],
    ['paypal', { case_id: expect.stringMatching(/^PP-D-\d+$/), reason_code: 'MERCHANDISE_OR_SERVICE_NOT_RECEIVED' }],
    ['cashapp', undefined],
  ])('of a payment with %s has the details that it has at Stripe', async (type, details) => {
    const bench = await testBench();
    const { id } = await payWith(bench, type);
    await bench.sandbox.act(id, 'authenticate');
    const { latest_charge } = await bench.stripe.paymentIntents.retrieve(id);
    await bench.sandbox.act(String(latest_charge), 'dispute', { reason: 'product_not_received' });
    const [dispute] = (await bench.stripe.disputes.list({ payment_intent: id })).data;
    expect(dispute).toMatchObject({ reason: 'product_not_received', status: 'needs_response', charge: latest_charge });
    const shown = dispute?.payment_method_details;
    if (details === undefined) expect(shown).toBeUndefined();
    else expect(shown).toEqual({ type, [type]: details });
  });
});

describe('a payment method that is good for one payment', () => {
  it.each(['ideal', 'eps', 'affirm', 'customer_balance'])('%s is not attached to a customer', async (type) => {
    const { stripe } = await testBench();
    const { id } = await stripe.paymentMethods.create(methodData(type) as Stripe.PaymentMethodCreateParams);
    const customer = (await stripe.customers.create()).id;
    const error = await refusal(stripe.paymentMethods.attach(id, { customer }));
    expect(error.message).toBe(`PaymentMethods of type ${type} cannot be attached to a customer.`);
    expect((await stripe.paymentMethods.retrieve(id)).customer).toBeNull();
  });
});

describe('a connected account', () => {
  it('takes what its capabilities allow', async () => {
    const bench = await testBench();
    const account = individual();
    const { id } = await bench.stripe.accounts.create(account);
    await bench.sandbox.advance('10s');
    const seller = { stripe: bench.client({ stripeAccount: id }) };
    const error = await refusal(payWith(seller, 'link'));
    expect(error).toMatchObject({ statusCode: 400, code: 'payment_method_unactivated' });
    expect(error.message).toContain('needs the capability link_payments');
    await bench.stripe.accounts.updateCapability(id, 'link_payments', { requested: true });
    await bench.sandbox.advance('10s');
    expect((await payWith(seller, 'link')).status).toBe('succeeded');
  });
});
