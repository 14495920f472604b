import { describe, expect, it } from 'vitest';
import { refusal, testBench } from './harness.ts';

const custom = async () => {
  const bench = await testBench();
  const { id } = await bench.stripe.accounts.create({ type: 'custom', country: 'US' });
  const as = { stripeAccount: id };
  const told = async () => {
    const { data } = await bench.stripe.events.list({}, as);
    return data
      .filter(({ type }) => type === 'account.updated' || type === 'balance_settings.updated')
      .map(({ type, data: { previous_attributes } }) => [type, previous_attributes] as const)
      .reverse();
  };
  return { ...bench, id, as, told };
};

describe('POST /v1/balance_settings of a connected account', () => {
  it('shows in the settings of the account, and both tell of it', async () => {
    const { stripe, id, as, told } = await custom();
    const changed = await stripe.balanceSettings.update(
      {
        payments: {
          debit_negative_balances: true,
          payouts: {
            schedule: { interval: 'weekly', weekly_payout_days: ['tuesday', 'friday'] },
            statement_descriptor: 'SHOP',
          },
          settlement_timing: { delay_days_override: 4 },
        },
      },
      as,
    );
    expect(changed.payments).toMatchObject({
      payouts: { schedule: { interval: 'weekly', weekly_payout_days: ['tuesday', 'friday'] }, status: 'enabled' },
      settlement_timing: { delay_days: 4, delay_days_override: 4 },
    });
    const { settings } = await stripe.accounts.retrieve(id);
    expect(settings?.payouts).toEqual({
      debit_negative_balances: true,
      schedule: {
        delay_days: 4,
        interval: 'weekly',
        weekly_anchor: 'tuesday',
        weekly_payout_days: ['tuesday', 'friday'],
      },
      statement_descriptor: 'SHOP',
    });
    const [first, second, ...more] = await told();
    expect(more).toEqual([]);
    expect(first?.[0]).toBe('balance_settings.updated');
    expect(first?.[1]).toMatchObject({
      payments: { debit_negative_balances: false, payouts: { statement_descriptor: null } },
    });
    expect(second?.[0]).toBe('account.updated');
    expect(second?.[1]).toMatchObject({
      settings: { payouts: { debit_negative_balances: false, schedule: { delay_days: 2, interval: 'daily' } } },
    });
  });

  it('goes back to the usual delay when the override is taken away', async () => {
    const { stripe, as } = await custom();
    await stripe.balanceSettings.update({ payments: { settlement_timing: { delay_days_override: 9 } } }, as);
    const back = await stripe.balanceSettings.update(
      { payments: { settlement_timing: { delay_days_override: '' } } },
      as,
    );
    expect(back.payments.settlement_timing).toEqual({ delay_days: 2, start_of_day: null });
  });
});

describe('settings[payouts] of an account', () => {
  it('take effect after its balance settings were changed, and show there', async () => {
    const { stripe, id, as, told } = await custom();
    await stripe.balanceSettings.update({ payments: { payouts: { schedule: { interval: 'manual' } } } }, as);
    await stripe.accounts.update(id, {
      settings: {
        payouts: {
          debit_negative_balances: true,
          schedule: { interval: 'monthly', monthly_anchor: 15, delay_days: 3 },
          statement_descriptor: 'MONTHLY',
        },
      },
    });
    expect((await stripe.balanceSettings.retrieve({}, as)).payments).toMatchObject({
      debit_negative_balances: true,
      payouts: { schedule: { interval: 'monthly', monthly_payout_days: [15] }, statement_descriptor: 'MONTHLY' },
      settlement_timing: { delay_days: 3, delay_days_override: 3 },
    });
    expect((await told()).map(([type]) => type).sort()).toEqual([
      'account.updated',
      'account.updated',
      'balance_settings.updated',
      'balance_settings.updated',
    ]);
  });

  it('replace the day by whichever name it was given before', async () => {
    const { stripe, id } = await custom();
    const schedule = (sent: object) =>
      stripe.accounts
        .update(id, { settings: { payouts: { schedule: sent } } })
        .then(({ settings }) => settings?.payouts?.schedule);
    await schedule({ interval: 'weekly', weekly_payout_days: ['monday', 'thursday'] });
    expect(await schedule({ weekly_anchor: 'friday' })).toMatchObject({
      weekly_anchor: 'friday',
      weekly_payout_days: ['friday'],
    });
    expect(await schedule({ interval: 'daily' })).toEqual({ delay_days: 2, interval: 'daily' });
  });

  it.each([
    [{ interval: 'weekly' }, 'settings[payouts][schedule][weekly_anchor]'],
    [{ interval: 'monthly', monthly_anchor: 32 }, 'settings[payouts][schedule][monthly_anchor]'],
    [{ delay_days: 40 }, 'settings[payouts][schedule][delay_days]'],
    [
      { interval: 'monthly', monthly_anchor: 1, monthly_payout_days: [2] },
      'settings[payouts][schedule][monthly_anchor]',
    ],
  ] as const)('refuse %j', async (schedule, param) => {
    const { stripe, id } = await custom();
    const refused = await refusal(
      stripe.accounts.update(id, { settings: { payouts: { schedule: schedule as { interval: 'weekly' } } } }),
    );
    expect(refused).toMatchObject({ statusCode: 400, param });
    expect((await stripe.accounts.retrieve(id)).settings?.payouts?.schedule).toEqual({
      delay_days: 2,
      interval: 'daily',
    });
  });

  it('decide when money leaves, though it is there already', async () => {
    const { stripe, sandbox, id, as } = await custom();
    await stripe.accounts.createExternalAccount(id, { external_account: 'btok_us' });
    await stripe.accounts.update(id, { settings: { payouts: { schedule: { interval: 'manual' } } } });
    await stripe.charges.create({ amount: 3000, currency: 'usd', source: 'tok_bypassPending' }, as);
    await sandbox.advance('7d');
    expect((await stripe.payouts.list({}, as)).data).toEqual([]);
    await stripe.accounts.update(id, { settings: { payouts: { schedule: { interval: 'daily' } } } });
    await sandbox.advance('4d');
    expect((await stripe.payouts.list({}, as)).data).toMatchObject([{ automatic: true }]);
  });
});
