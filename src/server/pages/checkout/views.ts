import { html } from 'hono/html';
import type { StoredSession } from '../../resources/checkout-session/stored.ts';
import { filledIn } from '../../resources/checkout-session/urls.ts';
import type { StoredItem } from '../../resources/item/stored.ts';
import { testCards } from '../card-form.ts';
import type { Html, Page } from '../document.ts';
import { rows } from '../parts.ts';
import { type Form, formView } from './form.ts';
import { basketView, type ShownExtra, type ShownOption, summaryView } from './summary.ts';

interface Shown extends Form {
  readonly items: readonly StoredItem[];
  readonly options: readonly ShownOption[];
  readonly extras: readonly ShownExtra[];
}

const titles: Readonly<Record<string, string>> = {
  payment: 'Pay',
  setup: 'Save a payment method for',
  subscription: 'Subscribe to',
};

const backLink = (session: StoredSession): Html | '' => {
  const url = filledIn(session.cancel_url, session);
  return url === undefined
    ? ''
    : html`<p class="leave"><a href="${url}">Back to ${session.branding_settings?.display_name ?? 'the shop'}</a></p>`;
};

export function payView(shown: Shown): Page {
  const { session, items, options, extras, problem } = shown;
  const title = `${titles[session.mode] ?? 'Pay'} ${session.branding_settings?.display_name ?? 'the merchant'}`;
  return {
    title: problem === undefined ? title : `Error: ${title}`,
    body: html`<h1>${title}</h1>
${session.mode === 'setup' ? html`<p>Nothing is charged now.</p>` : summaryView(session, items)}
${basketView(session, items, options, extras)}
${formView(shown)}
${backLink(session)}
${testCards}`,
  };
}

const sessionRow = ({ id }: StoredSession): readonly [string, Html] => ['Session', html`<code>${id}</code>`];

/** The session is over: Stripe shows the same page whatever the reason. */
export function expiredView(session: StoredSession): Page {
  const title = 'This page has expired';
  return {
    title,
    body: html`<h1>${title}</h1>
<p>The session is <code>${session.status}</code>: nothing can be paid here any more.</p>
${rows([sessionRow(session)])}
${backLink(session)}`,
  };
}

const thanks: Readonly<Record<string, string>> = {
  payment: 'Thanks for your payment',
  setup: 'Your payment method is saved',
  subscription: 'Thanks for subscribing',
};

/** For customers whom the merchant expects nowhere. */
export function completeView(session: StoredSession): Page {
  const title = thanks[session.mode] ?? 'Thank you';
  const message =
    session.after_completion?.hosted_confirmation?.custom_message ?? session.custom_text.after_submit?.message;
  const onward =
    session.after_completion === null ? filledIn(session.success_url ?? session.return_url, session) : undefined;
  return {
    title,
    body: html`<h1>${title}</h1>
<p>${message ?? 'You can close this window.'}</p>
${rows([sessionRow(session), ['Payment', html`<code>${session.payment_status}</code>`]])}
${onward === undefined ? '' : html`<p><a class="button main" href="${onward}">Continue</a></p>`}`,
  };
}

export function unknownView(id: string): Page {
  const title = 'No such session';
  return {
    title,
    body: html`<h1>${title}</h1>\n<p>No sandbox has <code>${id}</code>. It may have been reset since.</p>`,
  };
}
