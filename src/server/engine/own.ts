/** Collections of the emulator's own records; they belong to no account. */
export const own = { account: '', delivery: 'delivery', endpoint: 'endpoint', idempotency: 'idempotency' } as const;
