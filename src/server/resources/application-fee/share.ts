/** The share of `whole` that belongs to `part` of `of`, in the smallest unit. */
export function shareOf(whole: number, part: number, of: number): number {
  return part === of ? whole : Math.round((whole * part) / of);
}
