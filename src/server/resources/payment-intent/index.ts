import { defineResource } from '../../kernel/resource.ts';
import { transferFor } from '../cash-balance/fund.ts';
import { enterCode } from '../payment-method/link-code.ts';
import { answered, chargeAnswered } from './bank.ts';
import { cancelIntent, expireIntent } from './cancel.ts';
import { captureIntent } from './capture.ts';
import { authenticate, failAuthentication } from './cardholder.ts';
import { confirmIntent } from './confirm.ts';
import { createIntent } from './create.ts';
import { events } from './events.ts';
import { applyCustomerBalance } from './funds.ts';
import { incrementAuthorization } from './increment.ts';
import { machine } from './machine.ts';
import { depositsFail, verify, verifyMicrodeposits } from './micro-deposits.ts';
import { publicFields } from './public-fields.ts';
import { secretInsteadOfId } from './refusals.ts';
import { hiddenFields, type StoredIntent } from './stored.ts';
import { updateIntent } from './update.ts';

export const paymentIntent = defineResource<StoredIntent>('payment_intent', {
  initial: {
    shared_payment_granted_token: null,
    amount_details: { tip: {} },
    capture_method: 'automatic_async',
    managed_payments: { enabled: false },
    transfer_data: null,
    authenticated: false,
    awaits: null,
    return_url: null,
    acceptance: undefined,
    wrong_guesses: 0,
    deposits_bounce: false,
    funded: 0,
  },
  machine,
  events,
  operations: {
    'paymentIntents.create': createIntent,
    'paymentIntents.update': updateIntent,
    'paymentIntents.confirm': confirmIntent,
    'paymentIntents.capture': captureIntent,
    'paymentIntents.cancel': cancelIntent,
    'paymentIntents.incrementAuthorization': incrementAuthorization,
    'paymentIntents.verifyMicrodeposits': verifyMicrodeposits,
    'paymentIntents.applyCustomerBalance': applyCustomerBalance,
  },
  outside: {
    authenticate,
    fail_authentication: failAuthentication,
    enter_code: enterCode,
    expire: expireIntent,
    fund: transferFor,
    verify,
    exceed_attempts: depositsFail('exceed_attempts'),
    time_out: depositsFail('time_out'),
    bounce: depositsFail('bounce'),
    settle: answered('settle', 'clear'),
    fail: answered('fail', 'bounce'),
  },
  reactions: { charge: chargeAnswered },
  hidden: hiddenFields,
  publicFields,
  missing: (id) => secretInsteadOfId(id),
  shownInErrors: true,
});
