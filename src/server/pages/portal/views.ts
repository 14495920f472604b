/** The portal as the customer sees it. */
import { html } from 'hono/html';
import type Stripe from 'stripe';
import { day } from '../../kernel/wording.ts';
import { addressFields } from '../address-form.ts';
import { money } from '../amount.ts';
import { cardFields, testCards } from '../card-form.ts';
import type { Html, Page } from '../document.ts';
import { rows } from '../parts.ts';
import { taxIdField } from '../tax-id-field.ts';

/** A subscription with what its customer may do to it. */
export interface ShownSubscription {
  readonly id: string;
  readonly name: string;
  /** `$9.00 per month`. */
  readonly price: string;
  readonly standing: string;
  readonly actions: readonly (readonly [label: string, path: string])[];
}

interface Home {
  readonly home: string;
  readonly merchant: string;
  readonly headline: string | null;
  readonly customer: Stripe.Customer;
  readonly subscriptions: readonly ShownSubscription[];
  /** Undefined where they may not be seen. */
  readonly methods: readonly { readonly id: string; readonly label: string; readonly isDefault: boolean }[] | undefined;
  readonly mayUpdateCustomer: boolean;
  readonly invoices: readonly Stripe.Invoice[] | undefined;
  readonly returnUrl: string | null;
  readonly problem: string | undefined;
}

const problemView = (problem: string | undefined): Html | '' =>
  problem === undefined ? '' : html`<p class="error" id="problem" role="alert">${problem}</p>`;

const subscriptionView = ({ name, price, standing, actions, home }: ShownSubscription & { home: string }): Html => html`
${rows([
  [name, price],
  ['Status', standing],
])}
<div class="buttons">${actions.map(
  ([label, path]) => html`<a class="button" href="${home}/${path}">${label}</a>`,
)}</div>`;

function methodsView(home: string, methods: NonNullable<Home['methods']>): Html {
  return html`<h2>Payment methods</h2>
${
  methods.length === 0
    ? html`<p>None yet.</p>`
    : rows(
        methods.map(({ id, label, isDefault }) => [
          label,
          isDefault
            ? 'Default'
            : html`<form method="post" action="${home}/payment-methods/${id}"><button name="step" value="default">Make default</button>
<button name="step" value="remove">Remove</button></form>`,
        ]),
      )
}
<div class="buttons"><a class="button" href="${home}/payment-method">Add payment method</a></div>`;
}

const invoiceRow = ({ created, hosted_invoice_url: url, status, total, currency }: Stripe.Invoice) =>
  [
    html`<a href="${url ?? ''}">${day(created)}</a>`,
    html`${money(total, currency)} <small>${status ?? ''}</small>`,
  ] as const;

export function homeView(shown: Home): Page {
  const { customer, headline, home, invoices, merchant, methods, returnUrl, subscriptions } = shown;
  const title = `Your billing with ${merchant}`;
  return {
    title: shown.problem === undefined ? title : `Error: ${title}`,
    body: html`<h1>${title}</h1>
${headline === null ? '' : html`<p>${headline}</p>`}
${problemView(shown.problem)}
<h2>Current subscriptions</h2>
${subscriptions.length === 0 ? html`<p>None.</p>` : subscriptions.map((each) => subscriptionView({ ...each, home }))}
${methods === undefined ? '' : methodsView(home, methods)}
<h2>Billing information</h2>
${rows([
  ['Name', customer.name ?? ''],
  ['Email', customer.email ?? ''],
  ['Phone', customer.phone ?? ''],
])}
${shown.mayUpdateCustomer ? html`<div class="buttons"><a class="button" href="${home}/customer">Update information</a></div>` : ''}
${
  invoices === undefined
    ? ''
    : html`<h2>Invoice history</h2>
${invoices.length === 0 ? html`<p>None yet.</p>` : rows(invoices.map(invoiceRow))}`
}
${returnUrl === null ? '' : html`<p class="leave"><a href="${returnUrl}">Return to ${merchant}</a></p>`}`,
  };
}

/** One thing that a page asks. */
export interface Asked {
  readonly title: string;
  readonly says: Html | string;
  readonly fields?: Html | '';
  readonly button: string;
  /** Where to go instead; to the first page when left out. */
  readonly back?: string;
}

interface Asking extends Asked {
  readonly back: string;
  readonly problem?: string | undefined;
  readonly after?: Html | '';
}

export function questionView({ title, says, fields = '', button, back, problem, after = '' }: Asking): Page {
  return {
    title: problem === undefined ? title : `Error: ${title}`,
    body: html`<h1>${title}</h1>
<p>${says}</p>
<form method="post">
${problemView(problem)}
${fields}
<div class="buttons"><button class="main">${button}</button></div>
</form>
<p class="leave"><a href="${back}">Go back</a></p>
${after}`,
  };
}

export const cardQuestion = (back: string, problem?: string): Page =>
  questionView({
    title: 'Add a payment method',
    says: 'It becomes the one that your invoices are charged to.',
    fields: cardFields(),
    button: 'Add',
    back,
    problem,
    after: testCards,
  });

const reasons: Readonly<Record<string, string>> = {
  customer_service: 'Customer service was less than expected',
  low_quality: 'Quality was less than expected',
  missing_features: 'I need more features',
  other: 'Other reason',
  switched_service: 'I found an alternative',
  too_complex: 'Ease of use was less than expected',
  too_expensive: "It's too expensive",
  unused: 'I no longer need it',
};

export const reasonField = (options: readonly string[]): Html => html`<label>Why do you cancel? <small>optional</small>
<select name="feedback"><option value="">I would rather not say</option>${options.map(
  (option) => html`<option value="${option}">${reasons[option] ?? option}</option>`,
)}</select></label>`;

export function customerFields(customer: Stripe.Customer, allowed: readonly string[]): Html {
  const may = (name: string): boolean => allowed.includes(name);
  const field = (name: 'name' | 'email' | 'phone', label: string, type: string): Html | '' =>
    may(name)
      ? html`<label>${label}
<input name="${name}" type="${type}" autocomplete="${type === 'text' ? 'name' : type}" value="${customer[name] ?? ''}"></label>`
      : '';
  const { address } = customer;
  const entered = Object.fromEntries(
    Object.entries({ ...address, name: customer.name }).map(([name, value]) => [`billing[${name}]`, value ?? '']),
  );
  return html`${field('name', 'Name', 'text')}${field('email', 'Email', 'email')}${field('phone', 'Phone', 'tel')}
${may('address') ? html`<fieldset><legend>Billing address</legend>${addressFields({ group: 'billing', entered })}</fieldset>` : ''}
${may('shipping') ? html`<fieldset><legend>Shipping address</legend>${addressFields({ group: 'shipping', entered: shippingOf(customer), optional: true })}</fieldset>` : ''}
${may('tax_id') ? taxIdField({}) : ''}`;
}

function shippingOf({ shipping }: Stripe.Customer): Record<string, string> {
  const fields = { ...shipping?.address, name: shipping?.name };
  return Object.fromEntries(Object.entries(fields).map(([name, value]) => [`shipping[${name}]`, value ?? '']));
}

export const doneView = (message: string | null, onward: string): Page => ({
  title: 'Done',
  body: html`<h1>Done</h1>
<p>${message ?? 'Your change was saved.'}</p>
<p><a class="button main" href="${onward}">Continue</a></p>`,
});

export const unknownView: Page = {
  title: 'No such session',
  body: html`<h1>No such session</h1>\n<p>No sandbox has it, or its customer is gone. Ask for a new link.</p>`,
};
