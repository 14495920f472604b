/** The version of the API in which the stories of this package are written, whichever a server answers otherwise. */
export const storiesVersion = '2026-10-28.endive';
