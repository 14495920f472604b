/**
 * `total` in proportion to `weights`, rounded down; what that leaves over goes into the last share, and into those before it
 * only where a share would become more than its weight: https://docs.stripe.com/billing/subscriptions/prorations splits 5.00
 * over 10.00 and 20.00 as 1.66 and 3.34.
 */
export function spread(total: number, weights: readonly number[]): number[] {
  const sum = weights.reduce((all, weight) => all + weight, 0);
  if (sum === 0) return weights.map(() => 0);
  const shares = weights.map((weight) => Number((BigInt(total) * BigInt(weight)) / BigInt(sum)));
  const fits = Math.abs(total) <= Math.abs(sum);
  let left = total - shares.reduce((all, share) => all + share, 0);
  for (let at = shares.length - 1; at >= 0 && left !== 0; at--) {
    const [weight, share] = [weights[at] ?? 0, shares[at] ?? 0];
    if (weight === 0) continue;
    const room = fits ? Math.abs(weight) - Math.abs(share) : Number.POSITIVE_INFINITY;
    const taken = Math.sign(left) * Math.min(Math.abs(left), room);
    shares[at] = share + taken;
    left -= taken;
  }
  return shares;
}
