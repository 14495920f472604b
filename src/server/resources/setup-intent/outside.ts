/** What the cardholder, the holder of the account and the bank do. */
import type { OutsideAction } from '../../kernel/resource.ts';
import { enterCode } from '../payment-method/link-code.ts';
import { failProcessing, settle } from './bank.ts';
import { abandon, authenticate, failAuthentication } from './cardholder.ts';
import { depositsFail, verify } from './micro-deposits.ts';
import type { StoredSetupIntent } from './stored.ts';

export const outside: Readonly<Record<string, OutsideAction<StoredSetupIntent>>> = {
  authenticate,
  fail_authentication: failAuthentication,
  abandon,
  enter_code: enterCode,
  verify,
  exceed_attempts: depositsFail('exceed_attempts'),
  time_out: depositsFail('time_out'),
  bounce: depositsFail('bounce'),
  settle,
  fail: failProcessing,
};
