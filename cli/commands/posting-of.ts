import type { Side } from '../../domain/accounts/account.ts';
import type { JsonObject } from '../../domain/shared/json.ts';
import { WrongUse } from '../wrong-use.ts';

const pattern = /^([^=]+)=([^A-Z=]+?) ?([A-Z]{3})?$/;

/**
 * A posting written as `account=12.50`, or `account=12.50EUR` where it is not in the currency of the command. The
 * amount is passed on as it is written: the ledger judges it. Throws WrongUse where it cannot be read.
 */
export const postingOf = (side: Side, word: string, currencyGiven: string | undefined): JsonObject => {
  const [, accountId, amount, code] = pattern.exec(word) ?? [];
  const currency = code ?? currencyGiven;
  if (accountId === undefined || amount === undefined)
    throw new WrongUse(`A posting is account=amount, such as assets:bank=12.50, not ${word}`);
  if (currency === undefined) throw new WrongUse(`In which currency is ${word}? Say ${word}USD, or --currency USD.`);
  return { accountId, side, amount, currency };
};
