/** An account in whole minor units, as a single thread would keep it. */
export type AccountState = {
  readonly type: string;
  readonly currency: string;
  readonly status: 'open' | 'frozen' | 'closed';
  readonly floor: bigint | null;
  readonly debits: bigint;
  readonly credits: bigint;
  readonly heldDebits: bigint;
  readonly heldCredits: bigint;
};

export type Side = 'debit' | 'credit';

/** What one event does to an account. */
export type Change =
  | { readonly type: 'opened'; readonly accountType: string; readonly currency: string; readonly floor: bigint | null }
  | { readonly type: 'posted'; readonly debits: bigint; readonly credits: bigint }
  | { readonly type: 'held' | 'captured' | 'released'; readonly side: Side; readonly amount: bigint }
  | { readonly type: 'frozen' | 'unfrozen' | 'closed' }
  | { readonly type: 'floorChanged'; readonly floor: bigint | null };

/** In the account's normal side. */
export type Balances = {
  readonly posted: bigint;
  readonly pending: bigint;
  readonly available: bigint;
  readonly held: bigint;
};

const isDebitNormal = (type: string): boolean => type === 'asset' || type === 'expense';

export const normalSideOf = (type: string): Side => (isDebitNormal(type) ? 'debit' : 'credit');

export const balancesOf = ({ type, debits, credits, heldDebits, heldCredits }: AccountState): Balances => {
  const sign = isDebitNormal(type) ? 1n : -1n;
  const posted = sign * (debits - credits);
  const held = isDebitNormal(type) ? heldCredits : heldDebits;
  return { posted, pending: posted + sign * (heldDebits - heldCredits), available: posted - held, held };
};

/** Why the model refuses a change; undefined where it takes it. */
export const refusalOf = (state: AccountState | undefined, change: Change): string | undefined => {
  if (change.type === 'opened') return state === undefined ? undefined : 'AccountExists';
  if (state === undefined) return 'UnknownAccount';
  if (state.status === 'closed') return 'AccountClosed';
  if (change.type === 'closed') return isEmpty(state) ? undefined : 'AccountNotEmpty';
  if (change.type !== 'posted' && change.type !== 'held') return undefined;
  if (state.status === 'frozen') return 'AccountFrozen';
  if (state.floor === null) return undefined;
  const before = balancesOf(state).available;
  const after = balancesOf(changed(state, change)).available;
  return after >= state.floor || after >= before ? undefined : 'InsufficientFunds';
};

const isEmpty = ({ debits, credits, heldDebits, heldCredits }: AccountState): boolean =>
  debits === credits && heldDebits === 0n && heldCredits === 0n;

/** The account after a change, whether or not the model would have refused it. */
export const changed = (state: AccountState | undefined, change: Change): AccountState => {
  if (change.type === 'opened') {
    const { accountType: type, currency, floor } = change;
    return { type, currency, floor, status: 'open', debits: 0n, credits: 0n, heldDebits: 0n, heldCredits: 0n };
  }
  if (state === undefined) throw new Error('An account changes before it is opened');
  switch (change.type) {
    case 'posted':
      return { ...state, debits: state.debits + change.debits, credits: state.credits + change.credits };
    case 'held':
      return heldBy(state, change.side, change.amount);
    case 'released':
      return heldBy(state, change.side, -change.amount);
    case 'captured': {
      const released = heldBy(state, change.side, -change.amount);
      return change.side === 'debit'
        ? { ...released, debits: released.debits + change.amount }
        : { ...released, credits: released.credits + change.amount };
    }
    case 'frozen':
      return { ...state, status: 'frozen' };
    case 'unfrozen':
      return { ...state, status: 'open' };
    case 'closed':
      return { ...state, status: 'closed' };
    case 'floorChanged':
      return { ...state, floor: change.floor };
  }
};

const heldBy = (state: AccountState, side: Side, amount: bigint): AccountState =>
  side === 'debit'
    ? { ...state, heldDebits: state.heldDebits + amount }
    : { ...state, heldCredits: state.heldCredits + amount };
