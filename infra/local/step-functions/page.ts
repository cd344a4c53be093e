import { ServiceError } from './service-error.ts';

export type PageRequest = { readonly maxResults?: number | undefined; readonly nextToken?: string | undefined };

const maxResultsDefault = 100;
const tokenPattern = /^from-(\d+)$/;

/** One page of a list, and the token of the next where there is more. */
export const pageOf = <Member>(
  all: readonly Member[],
  { maxResults = 0, nextToken }: PageRequest,
): { readonly found: readonly Member[]; readonly nextToken?: string } => {
  const from = nextToken === undefined ? 0 : offsetIn(nextToken);
  const end = from + (maxResults === 0 ? maxResultsDefault : maxResults);
  const found = all.slice(from, end);
  return end < all.length ? { found, nextToken: Buffer.from(`from-${end}`).toString('base64url') } : { found };
};

const offsetIn = (nextToken: string): number => {
  const offset = tokenPattern.exec(Buffer.from(nextToken, 'base64url').toString('utf8'))?.[1];
  if (offset === undefined) {
    throw new ServiceError('InvalidToken', "Invalid Token: 'Invalid token'");
  }
  return Number(offset);
};
