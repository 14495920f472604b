/** Types of Sources: https://docs.stripe.com/sources */

export interface SourceKind {
  readonly flow: 'none' | 'receiver' | 'redirect';
  readonly usage: 'reusable' | 'single_use';
  readonly begins: 'chargeable' | 'pending';
  /** Lower-case; all when left out. */
  readonly currencies?: readonly string[];
  /** The type of the payment method that it is charged as; its own when left out. */
  readonly method?: string;
}

const redirect: SourceKind = { flow: 'redirect', usage: 'single_use', begins: 'pending', currencies: ['eur'] };
const account: SourceKind = { flow: 'none', usage: 'reusable', begins: 'chargeable' };
const receiver: SourceKind = { flow: 'receiver', usage: 'reusable', begins: 'pending' };

export const kinds: Readonly<Record<string, SourceKind>> = {
  ach_credit_transfer: { ...receiver, currencies: ['usd'] },
  ach_debit: { ...account, currencies: ['usd'], method: 'us_bank_account' },
  acss_debit: { ...account, currencies: ['cad', 'usd'] },
  alipay: { flow: 'redirect', usage: 'single_use', begins: 'pending' },
  au_becs_debit: { ...account, currencies: ['aud'] },
  bancontact: redirect,
  card: account,
  eps: redirect,
  giropay: redirect,
  ideal: redirect,
  klarna: { flow: 'redirect', usage: 'single_use', begins: 'pending' },
  multibanco: { ...receiver, usage: 'single_use', currencies: ['eur'] },
  p24: { ...redirect, currencies: ['eur', 'pln'] },
  sepa_credit_transfer: { ...receiver, currencies: ['eur'] },
  sepa_debit: { ...account, currencies: ['eur'] },
  sofort: redirect,
  wechat: { flow: 'none', usage: 'single_use', begins: 'pending', method: 'wechat_pay' },
};
