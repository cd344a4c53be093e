import { codeOf, type Exchange, isRefused } from '../history/exchange.ts';
import { type AccountState, type Change, normalSideOf, refusalOf } from '../told/account-model.ts';
import { saidAmount } from '../told/money.ts';
import type { Operation } from '../told/operations.ts';
import type { Timeline } from '../told/timelines.ts';
import type { Check, Evidence } from './check.ts';
import { explainsHoldRefusal } from './hold-refusals.ts';
import { explainsMalformed } from './malformed-requests.ts';

/** Every refusal was right at some moment between the request and its answer. */
export const refusalsExplained: Check = (evidence) =>
  evidence.told.operations.flatMap((operation) =>
    operation.exchanges
      .filter(isRefused)
      .filter((exchange) => !isExplained(operation, exchange, evidence))
      .map(({ answer, begun, ended }) => {
        const { route, id, key, body } = operation;
        const when = `from ${begun.toFixed(0)} to ${ended.toFixed(0)} ms`;
        return `Nothing explains ${JSON.stringify(answer?.body)} for ${route} ${id} ${JSON.stringify(body)} (${key}), ${when}`;
      }),
  );

const isExplained = (operation: Operation, exchange: Exchange, evidence: Evidence): boolean => {
  const code = codeOf(exchange.answer?.body) ?? '';
  const { route, body, id } = operation;
  switch (route) {
    case 'postEntry':
      return explainsMalformed(code, body) || explainsPostings(code, postingsIn(body), exchange, evidence);
    case 'authorizeHold':
      return explainsHold(code, operation, exchange, evidence);
    case 'captureHold':
    case 'voidHold':
      return explainsHoldRefusal(code, operation, exchange, evidence);
    case 'openAccount':
      return code === 'AccountExists' && statesDuring(String(body['id']), exchange, evidence).some((state) => state);
    case 'freeze':
    case 'unfreeze':
    case 'limits':
    case 'close':
      return explainsChange(code, route === 'close' ? { type: 'closed' } : { type: 'frozen' }, id, {
        exchange,
        evidence,
      });
    // How far a transfer had come at a moment is not told; what it came to in the end is checked elsewhere.
    case 'settleTransfer':
      return ['TransferEnded', 'TransferInProgress', 'TransferSettled'].includes(code);
    case 'resolveAlert':
      return code === 'AlertResolved';
    default:
      return false;
  }
};

/** The states that an account may have had between a request and its answer. */
const statesDuring = (
  accountId: string,
  { begun, ended }: Exchange,
  { timelines }: Evidence,
): readonly (AccountState | undefined)[] => {
  const timeline: Timeline | undefined = timelines.get(accountId);
  if (timeline === undefined) return [undefined];
  return timeline.states.slice(timeline.certainAt(begun), timeline.possibleAt(ended) + 1);
};

type Moment = { readonly exchange: Exchange; readonly evidence: Evidence };

const explainsChange = (code: string, change: Change, accountId: string, { exchange, evidence }: Moment): boolean =>
  statesDuring(accountId, exchange, evidence).some((state) => refusalOf(state, change) === code);

type SaidPosting = {
  readonly accountId: string;
  readonly side: 'debit' | 'credit';
  readonly amount: string;
  readonly currency: string;
};

const postingsIn = (body: Operation['body']): readonly SaidPosting[] =>
  (body['postings'] ?? []) as readonly SaidPosting[];

const explainsPostings = (
  code: string,
  postings: readonly SaidPosting[],
  exchange: Exchange,
  evidence: Evidence,
): boolean =>
  [...Map.groupBy(postings, ({ accountId }) => accountId)].some(([accountId, own]) => {
    if (code === 'CurrencyMismatch')
      return own.some(({ currency }) => differs(accountId, currency, { exchange, evidence }));
    const sum = (wanted: string): bigint =>
      own
        .filter(({ side }) => side === wanted)
        .reduce((total, { amount, currency }) => total + saidAmount(amount, currency), 0n);
    const change: Change = { type: 'posted', debits: sum('debit'), credits: sum('credit') };
    return explainsChange(code, change, accountId, { exchange, evidence });
  });

const differs = (accountId: string, currency: string, { exchange, evidence }: Moment): boolean =>
  statesDuring(accountId, exchange, evidence).some((state) => state !== undefined && state.currency !== currency);

const explainsHold = (code: string, { body }: Operation, exchange: Exchange, evidence: Evidence): boolean => {
  const { accountId, destinationAccountId, amount, currency, expiresAt } = body as Readonly<Record<string, string>>;
  if (accountId === undefined || destinationAccountId === undefined || currency === undefined) return false;
  if (code === 'SameAccount') return accountId === destinationAccountId;
  // The clocks of the ledger are not ours, so only what is long past is told for sure.
  if (code === 'ExpiryNotInFuture') return expiresAt !== undefined && Date.parse(expiresAt) < Date.now();
  const source = statesDuring(accountId, exchange, evidence);
  const type = source.find((state) => state !== undefined)?.type ?? 'liability';
  const side = normalSideOf(type) === 'debit' ? 'credit' : 'debit';
  const minorUnits = saidAmount(amount, currency);
  const other = side === 'debit' ? 'credit' : 'debit';
  return (
    source.some((state) => refusalOf(state, { type: 'held', side, amount: minorUnits }) === code) ||
    explainsChange(code, { type: 'held', side: other, amount: minorUnits }, destinationAccountId, {
      exchange,
      evidence,
    })
  );
};
