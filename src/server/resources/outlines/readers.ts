/** Card readers: https://docs.stripe.com/terminal/payments/collect-card-payment?terminal-sdk-platform=server-driven */
import type Stripe from 'stripe';
import { errors } from '../../kernel/errors.ts';
import { on } from '../../kernel/events.ts';
import { defineResource, type Handler } from '../../kernel/resource.ts';
import type { Call, StoredObject, Work } from '../../kernel/work.ts';

type Reader = Stripe.Terminal.Reader & StoredObject;
type Action = NonNullable<Reader['action']>;
type Params = Readonly<Record<string, unknown>>;

const nothingYet = { api_error: null, failure_code: null, failure_message: null, status: 'in_progress' };

/** A reader does one thing at a time. */
function begin(type: Action['type'] & string, told: (params: Params) => object): Handler {
  return async ({ work, params, targets }: Call<object>) => {
    const reader = targets[0] as Reader;
    if (reader.action?.status === 'in_progress') {
      throw errors.invalid(
        'Reader is currently busy processing another request. Please reference the integration guide at https://stripe.com/docs/terminal/payments/collect-card-payment?terminal-sdk-platform=server-driven for details on how to handle this error.',
        undefined,
        'terminal_reader_busy',
      );
    }
    const action = { ...nothingYet, type, [type]: told(params as Params) };
    return work.update<Reader>(reader, { action: action as unknown as Action });
  };
}

async function end(work: Work, reader: Reader, how: Partial<Action>): Promise<StoredObject> {
  const { action } = reader;
  if (action?.status !== 'in_progress')
    throw errors.invalid(
      'The reader is not doing anything.',
      undefined,
      'terminal_reader_invalid_location_for_activation',
    );
  return work.update<Reader>(reader, { action: { ...action, ...how } });
}

const present = ({ work, targets }: Call<object>): Promise<StoredObject> =>
  end(work, targets[0] as Reader, { status: 'succeeded' });
const timeOut = ({ work, targets }: Call<object>): Promise<StoredObject> =>
  end(work, targets[0] as Reader, {
    status: 'failed',
    failure_code: 'timeout',
    failure_message: 'The input collection timed out.',
  });

const entered = (status: string) => (before: Reader, after: Reader) =>
  after.action !== null && after.action?.status === status && before.action !== after.action;

export const reader = defineResource<Reader>('terminal.reader', {
  outline: true,
  events: [
    on.change<Reader>('terminal.reader.action_updated', entered('in_progress')),
    on.change<Reader>('terminal.reader.action_succeeded', entered('succeeded')),
    on.change<Reader>('terminal.reader.action_failed', entered('failed')),
  ].map((rule) => ({ ...rule, previous: false })),
  operations: {
    'terminal.readers.processPaymentIntent': begin('process_payment_intent', ({ payment_intent, process_config }) => ({
      payment_intent,
      ...(process_config !== undefined && { process_config }),
    })),
    'terminal.readers.processSetupIntent': begin('process_setup_intent', ({ setup_intent }) => ({ setup_intent })),
    'testHelpers.terminal.readers.presentPaymentMethod': present,
    'testHelpers.terminal.readers.succeedInputCollection': present,
    'testHelpers.terminal.readers.timeoutInputCollection': timeOut,
  },
  outside: {
    fail: (work, reader) =>
      end(work, reader, {
        status: 'failed',
        failure_code: 'reader_offline',
        failure_message: 'The reader lost its connection.',
      }),
  },
});
