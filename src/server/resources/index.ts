/** Every resource that is modelled; what is not here is generic. */
import type { Resource } from '../kernel/resource.ts';
import { balance } from './balance/index.ts';
import { balanceTransaction } from './balance-transaction/index.ts';
import { bankAccount } from './bank-account/index.ts';
import { card } from './card/index.ts';
import { charge } from './charge/index.ts';
import { customer } from './customer/index.ts';
import { dispute } from './dispute/index.ts';
import { earlyFraudWarning } from './early-fraud-warning/index.ts';
import { event } from './event/index.ts';
import { file } from './file/index.ts';
import { fileLink } from './file-link/index.ts';
import { paymentIntent } from './payment-intent/index.ts';
import { paymentMethod } from './payment-method/index.ts';
import { refund } from './refund/index.ts';
import { token } from './token/index.ts';
import { webhookEndpoint } from './webhook-endpoint/index.ts';

export const resources: readonly Resource[] = [
  dispute,
  earlyFraudWarning,
  file,
  fileLink,
  bankAccount,
  card,
  customer,
  event,
  paymentMethod,
  token,
  webhookEndpoint,
  balance,
  balanceTransaction,
  charge,
  paymentIntent,
  refund,
];
