/** Numbers of banks and accounts as people write them. */

/** Without the spaces and dashes that they put in. */
export const bare = (number: string): string => number.replaceAll(/[\s-]/g, '');

/** As many digits, or one of as many. */
export const digits = (least: number, most = least): RegExp => new RegExp(`^\\d{${least},${most}}$`);
