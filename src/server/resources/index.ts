/** Every resource that is modelled; what is not here is generic. */
import type { Resource } from '../kernel/resource.ts';

export const resources: readonly Resource[] = [];
