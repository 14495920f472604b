/** Lists as the API answers them. */
export function list(url: string, data: readonly unknown[], hasMore = false) {
  return { object: 'list', url: `/_emulator${url}`, has_more: hasMore, data };
}

/** The first `limit` of rows of which one more than that was asked for. */
export function page(url: string, rows: readonly unknown[], limit: number) {
  return list(url, rows.slice(0, limit), rows.length > limit);
}

export const defaultLimit = 100;
