import type { StoredPrice } from './stored.ts';

/** Prices made for one line are inactive from the start. */
export const isUsable = ({ active, inline }: StoredPrice): boolean => active || inline;
