import { divideRounded } from './decimal.ts';

/** `total` in proportion to `weights`; what rounding leaves over goes into the last share that weighs anything. */
export function spread(total: number, weights: readonly number[]): number[] {
  const sum = weights.reduce((all, weight) => all + weight, 0);
  const last = weights.findLastIndex((weight) => weight !== 0);
  let left = total;
  return weights.map((weight, at) => {
    if (weight === 0 || sum === 0) return 0;
    const share = at === last ? left : limited(divideRounded(BigInt(total) * BigInt(weight), BigInt(sum)), left);
    left -= share;
    return share;
  });
}

/** Never more than is left, so that the last share does not change its sign. */
function limited(share: number, left: number): number {
  return left >= 0 ? Math.min(share, left) : Math.max(share, left);
}
