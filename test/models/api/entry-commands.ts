import fc from 'fast-check';
import { type BookAccount, type BookPosting, balanceShown, posted, written } from './books-model.ts';
import { asking, type StoryCommand, type StoryModel } from './story.ts';
import { anyDryRun, anyKey, anyMove } from './words.ts';

const shownPosting = (posting: BookPosting, accounts: readonly BookAccount[]): object => {
  const account = accounts.find(({ id }) => id === posting.account);
  if (account === undefined) throw new Error(`${posting.account} is not touched`);
  const { posted: final, pending, available } = balanceShown(account);
  return {
    accountId: posting.account,
    side: posting.side,
    amount: written(posting.units, posting.currency),
    currency: posting.currency,
    accountVersion: account.version,
    balanceAfter: { posted: final, pending, available },
  };
};

/** What the API shows of an entry, and the lines that it makes. */
export const entryShown = (postings: readonly BookPosting[], accounts: readonly BookAccount[]): object => ({
  postings: postings.map((posting) => shownPosting(posting, accounts)),
});

/** Takes an entry into the model: its accounts, and a line on each for each posting. */
export const takeEntry = (
  { accounts, lines }: StoryModel,
  entryId: string,
  { postings, becomes }: { readonly postings: readonly BookPosting[]; readonly becomes: readonly BookAccount[] },
): void => {
  for (const account of becomes) accounts.set(account.id, account);
  for (const { account: id, units, currency } of postings) {
    const accountVersion = accounts.get(id)?.version ?? 0;
    lines.set(id, [...(lines.get(id) ?? []), { entryId, accountVersion, amount: written(units, currency) }]);
  }
};

const posting = (postings: readonly BookPosting[], key: string, isDryRun: boolean): StoryCommand => {
  const said = postings.map(({ account, side, units, currency }) => ({
    ...{ accountId: account, side, currency },
    amount: written(units, currency),
  }));
  return asking({
    sentence: `post ${said.map(({ accountId, side, amount, currency }) => `${side} ${accountId} ${amount} ${currency}`).join(', ')}`,
    operation: 'post',
    path: () => '/v1/journal-entries',
    body: { postings: said },
    key,
    isDryRun,
    unreadable: ({ accounts }) => unreadable(postings, accounts),
    expected: (model) => {
      const decided = posted(model.accounts, postings);
      if ('refused' in decided) return decided;
      const { becomes } = decided;
      return {
        status: 201,
        shows: entryShown(postings, becomes),
        keeps: true,
        isNews: true,
        effect: ({ body }) => takeEntry(model, String(body['id']), { postings, becomes }),
      };
    },
  });
};

// What can be told from the entry alone is refused before its key is looked at.
const unreadable = (postings: readonly BookPosting[], accounts: StoryModel['accounts']): string | undefined => {
  if (postings.some(({ units }) => units === 0n)) return 'AmountNotPositive';
  const currencies = new Map<string, string>();
  for (const { account, currency } of postings)
    if ((currencies.get(account) ?? currency) === currency) currencies.set(account, currency);
    else return 'CurrencyMismatch';
  if (postings.length < 2) return 'TooFewPostings';
  const decided = posted(accounts, postings);
  return 'refused' in decided && decided.refused === 'UnbalancedEntry' ? 'UnbalancedEntry' : undefined;
};

const legsOf = ({ to, from, units, currency }: { to: string; from: string; units: bigint; currency: string }) => [
  { account: to, side: 'debit' as const, units, currency },
  { account: from, side: 'credit' as const, units, currency },
];

// Now and then a leg is missing or too large, so that the entry is one-sided.
const anyPostings = fc
  .tuple(fc.array(anyMove, { minLength: 1, maxLength: 3 }), fc.nat({ max: 19 }))
  .map(([moves, flaw]) => {
    const legs = moves.flatMap(legsOf);
    if (flaw === 0) return legs.slice(1);
    if (flaw === 1) return legs.map((leg, index) => (index === 0 ? { ...leg, units: leg.units + 1n } : leg));
    return flaw === 2 ? legs.map((leg) => ({ ...leg, units: 0n })) : legs;
  });

const incoming = (debited: string, credited: string, units: bigint, currency: string): StoryCommand =>
  posting(legsOf({ to: debited, from: credited, units, currency }), `begin ${credited}`, false);

/** The funds that every story begins with. */
export const beginningFunds: readonly StoryCommand[] = [
  incoming('assets:bank', 'sellers:1', 30_000n, 'USD'),
  incoming('assets:bank', 'income:fees', 10_000n, 'USD'),
  incoming('yen:till', 'yen:sales', 20_000n, 'JPY'),
];

/** Journal entries. */
export const entryCommands: readonly fc.Arbitrary<StoryCommand>[] = [
  fc.tuple(anyPostings, anyKey, anyDryRun).map(([postings, key, isDryRun]) => posting(postings, key, isDryRun)),
];
