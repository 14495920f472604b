/** https://docs.stripe.com/identity/how-sessions-work */
import type Stripe from 'stripe';
import { on } from '../../kernel/events.ts';
import { defineResource } from '../../kernel/resource.ts';
import type { Call, StoredObject } from '../../kernel/work.ts';
import { changes, moves, onField } from './happening.ts';

type Session = Stripe.Identity.VerificationSession & StoredObject;

const isRedacting = (session: Session): boolean => session.redaction?.status === 'processing';

async function redact({ work, targets }: Call<object>): Promise<StoredObject> {
  const session = targets[0] as Session;
  return session.redaction === null ? work.update(session, { redaction: { status: 'processing' } }) : session;
}

export const verificationSession = defineResource<Session>('identity.verification_session', {
  outline: true,
  machine: {
    initial: ['requires_input'],
    rules: [
      { from: 'requires_input', action: 'process', to: 'processing' },
      { from: ['requires_input', 'processing'], action: 'verify', to: 'verified' },
      { from: ['requires_input', 'processing'], action: 'fail', to: 'requires_input' },
      { from: 'requires_input', action: 'cancel', to: 'canceled' },
    ],
    guards: { redacting: isRedacting },
    timers: [
      { in: 'processing', after: 3, soon: true, action: 'verify' },
      {
        in: ['requires_input', 'verified', 'canceled'],
        when: 'redacting',
        after: 2,
        soon: true,
        action: 'finish_redaction',
      },
    ],
  },
  events: [
    on.create('identity.verification_session.created'),
    on.enter('processing', 'identity.verification_session.processing', { previous: true }),
    // Of a new session nothing has failed yet.
    onField<Session>('identity.verification_session.requires_input', 'last_error', true),
    on.enter('verified', 'identity.verification_session.verified', { previous: true }),
    on.enter('canceled', 'identity.verification_session.canceled', { previous: true }),
    on.change('identity.verification_session.redacted', (_, { redaction }) => redaction?.status === 'redacted'),
  ],
  operations: { 'identity.verificationSessions.redact': redact },
  outside: {
    process: moves('process'),
    verify: moves<Session>('verify', () => ({ last_error: null })),
    fail: moves<Session>('fail', () => ({
      last_error: { code: 'document_unverified_other', reason: 'The document could not be verified.' },
    })),
    finish_redaction: changes<Session>(() => ({ redaction: { status: 'redacted' }, client_secret: null, url: null })),
  },
});
