/** The pages before signing in: none of them is a place to come back to. */
const ENTRANCES = /^\/(sign-in|sign-in\/code|register|forgot-password)\/?$/;

/**
 * Where to go after sign-in. Only a path of this site: a whole address, `//host` or `/\host` in the link
 * would send a freshly signed-in person to somebody else's page (OWASP ASVS 5.0, 3.7.2).
 */
export const nextPage = (search: string): string => {
  const next = new URLSearchParams(search).get('next') ?? '/';
  const base = 'https://here.invalid';
  if (!next.startsWith('/') || !URL.canParse(next, base)) return '/';
  const url = new URL(next, base);
  if (url.origin !== base || url.pathname.startsWith('//') || ENTRANCES.test(url.pathname)) return '/';
  return `${url.pathname}${url.search}${url.hash}`;
};

/** Another of the pages before signing in, which afterwards leads to the same place as this one. */
export const withNext = (path: string, search: string): string => {
  const next = nextPage(search);
  return next === '/' ? path : `${path}?next=${encodeURIComponent(next)}`;
};
