/** One confirmation: what the issuer or the bank makes of the payment method. */
import { errors } from '../../kernel/errors.ts';
import type { Refusal, Work } from '../../kernel/work.ts';
import { authentication, nextAction } from '../payment-intent/three-d-secure.ts';
import { type Decline, outcomeOf } from '../payment-method/outcome.ts';
import type { StoredPaymentMethod } from '../payment-method/stored.ts';
import { bankAccountOutcome } from '../payment-method/test-accounts.ts';
import { abandonAttempt } from '../setup-attempt/record.ts';
import { microDeposits } from './micro-deposits.ts';
import { decline, keepProcessing, succeed, wait } from './result.ts';
import type { StoredSetupIntent } from './stored.ts';

export interface Confirmation {
  /** What the same change writes to the intent. */
  readonly patch: Partial<StoredSetupIntent>;
  /** Where the customer comes back to; in the page itself when left out. */
  readonly returnUrl: string | undefined;
}

/** Sets `method` up on `intent`, which already has the fields of the patch; those are stored with the outcome. */
export async function setUp(
  work: Work,
  intent: StoredSetupIntent,
  method: StoredPaymentMethod,
  confirmation: Confirmation,
): Promise<StoredSetupIntent | Refusal> {
  await abandonAttempt(work, intent);
  const changed = { ...intent, ...confirmation.patch };
  return method.type === 'card'
    ? setUpCard(work, changed, method, confirmation)
    : setUpAccount(work, changed, method, confirmation.patch);
}

const cardError = ({ charges: _charges, ...details }: Decline): ReturnType<typeof errors.card> => errors.card(details);

/** The customer is there, whatever the payments are to be. */
const onSession = false;

async function setUpCard(
  work: Work,
  intent: StoredSetupIntent,
  method: StoredPaymentMethod,
  { patch, returnUrl }: Confirmation,
): Promise<StoredSetupIntent | Refusal> {
  const step = { action: 'confirm', patch } as const;
  const outcome = outcomeOf(method);
  if (outcome.attach !== undefined) return decline(work, intent, method, cardError(outcome.attach), step);
  const needed = authentication(work, intent, outcome, method.card?.brand ?? 'unknown', onSession);
  switch (needed.kind) {
    case 'challenge':
      return wait(work, intent, method, {
        ...patch,
        awaits: 'cardholder',
        next_action: nextAction(work, intent, returnUrl),
      });
    case 'failed':
      return decline(work, intent, method, cardError(needed.decline), step);
    case 'done':
      return succeed(work, intent, method, { ...step, threeDSecure: needed.result });
    default:
      return succeed(work, intent, method, step);
  }
}

async function setUpAccount(
  work: Work,
  intent: StoredSetupIntent,
  method: StoredPaymentMethod,
  patch: Partial<StoredSetupIntent>,
): Promise<StoredSetupIntent> {
  const { deposits, settles } = bankAccountOutcome(method);
  const onlyDeposits = intent.payment_method_options?.us_bank_account?.verification_method === 'microdeposits';
  if (method.type === 'us_bank_account' && (method.verified !== true || onlyDeposits))
    return wait(work, intent, method, { ...patch, ...microDeposits(work, intent, deposits) });
  const step = { action: 'confirm', patch } as const;
  return settles === 'never' ? keepProcessing(work, intent, method, step) : succeed(work, intent, method, step);
}
