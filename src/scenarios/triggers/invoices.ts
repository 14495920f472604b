/** Invoices and credit notes. */
import { customer, draftInvoice, finalized, invoiceItem, openInvoice, payingCustomer } from './things.ts';
import { act, advance, post, refused, remove, type Triggers, trigger } from './trigger.ts';

const path = '/v1/invoices/${invoice:id}';
const open = [payingCustomer, ...openInvoice];
const pay = post(`${path}/pay`, {}, 'paid');
const note = post('/v1/credit_notes', { invoice: '${invoice:id}', amount: 500 }, 'note');
const decliningCustomer = [
  customer,
  post('/v1/payment_methods/pm_card_chargeCustomerFail/attach', { customer: '${customer:id}' }, 'method'),
  post('/v1/customers/${customer:id}', { invoice_settings: { default_payment_method: '${method:id}' } }),
];
const challengedCustomer = [
  customer,
  post('/v1/payment_methods/pm_card_authenticationRequired/attach', { customer: '${customer:id}' }, 'method'),
  post('/v1/customers/${customer:id}', { invoice_settings: { default_payment_method: '${method:id}' } }),
];
const sentInvoice = [
  customer,
  post(
    '/v1/invoices',
    { customer: '${customer:id}', collection_method: 'send_invoice', days_until_due: 10, auto_advance: false },
    'invoice',
  ),
  invoiceItem,
];
const onCard = post(
  '/v1/payment_intents',
  { amount: 2000, currency: 'usd', customer: '${customer:id}', confirm: true, payment_method: 'pm_card_visa' },
  'more',
);

export const invoices: Triggers = {
  'invoice.created': trigger(customer, draftInvoice),
  'invoice.updated': trigger(customer, draftInvoice, post(path, { description: 'For June' })),
  'invoice.deleted': trigger(customer, draftInvoice, remove(path)),
  'invoice.finalized': trigger(payingCustomer, ...openInvoice),
  'invoice.finalization_failed': trigger(
    customer,
    post('/v1/invoices', { customer: '${customer:id}', automatic_tax: { enabled: true } }, 'invoice'),
    invoiceItem,
    refused('invalid_request_error', `${path}/finalize`, {}),
  ),
  'invoice.sent': trigger(...sentInvoice, post(`${path}/send`)),
  'invoice.paid': trigger(...open, pay),
  'invoice.payment_succeeded': trigger(...open, pay),
  'invoice.payment_failed': trigger(...decliningCustomer, ...openInvoice, refused('card_error', `${path}/pay`, {})),
  'invoice.payment_action_required': trigger(
    ...challengedCustomer,
    ...openInvoice,
    refused('card_error', `${path}/pay`, {}),
  ),
  'invoice.payment_attempt_required': trigger(customer, ...openInvoice, act('${invoice:id}', 'require_attempt')),
  'invoice.overpaid': trigger(...open, onCard, post(`${path}/attach_payment`, { payment_intent: '${more:id}' })),
  'invoice.voided': trigger(...open, post(`${path}/void`)),
  'invoice.marked_uncollectible': trigger(...open, post(`${path}/mark_uncollectible`)),
  'invoice.will_be_due': trigger(...sentInvoice, finalized, act('${invoice:id}', 'near_due_date')),
  'invoice.overdue': trigger(...sentInvoice, finalized, act('${invoice:id}', 'pass_due_date')),
  'invoice_payment.paid': trigger(...open, pay, advance('1m')),

  'invoiceitem.created': trigger(customer, draftInvoice, invoiceItem),
  'invoiceitem.deleted': trigger(customer, draftInvoice, invoiceItem, remove('/v1/invoiceitems/${item:id}')),

  'credit_note.created': trigger(...open, note),
  'credit_note.updated': trigger(...open, note, post('/v1/credit_notes/${note:id}', { memo: 'Sorry' })),
  'credit_note.voided': trigger(...open, note, post('/v1/credit_notes/${note:id}/void')),
};
