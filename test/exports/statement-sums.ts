import { millionths } from './made-trails.ts';

/*
 * Reads what we wrote with nothing but its tags, to add it up again. Whether it is what the formats want, xmllint says.
 */

/** What a statement or an audit file says of one account, in millionths. */
export type AccountSums = {
  readonly accountId: string;
  readonly opening: bigint;
  readonly moved: bigint;
  readonly closing: bigint;
};

/** Of a bank statement: balances on the account's normal side, which only its owner knows. */
export const sumsOfStatement = (xml: string): AccountSums => {
  const balances = all(xml, 'Bal').map((text) => signed(text));
  const [opening = 0n, closing = 0n] = balances;
  const moved = all(xml, 'Ntry').reduce((sum, text) => sum + signed(text), 0n);
  return { accountId: only(xml, 'AddtlStmtInf'), opening, moved, closing };
};

const signed = (text: string): bigint => {
  const [, amount = ''] = /<Amt Ccy="[A-Z]{3}">([0-9.]+)<\/Amt>/.exec(text) ?? [];
  return only(text, 'CdtDbtInd') === 'CRDT' ? millionths(amount) : -millionths(amount);
};

export type AuditFileSums = {
  readonly accounts: readonly AccountSums[];
  readonly counted: { readonly entries: number; readonly debits: bigint; readonly credits: bigint };
  readonly stated: { readonly entries: number; readonly debits: bigint; readonly credits: bigint };
};

export const sumsOfAuditFile = (xml: string): AuditFileSums => {
  const lines = all(xml, 'Line').map((text) => ({
    accountId: only(text, 'AccountID'),
    isDebit: text.includes('<DebitAmount>'),
    amount: millionths(only(text, 'Amount')),
  }));
  const sumOf = (chosen: typeof lines) => chosen.reduce((sum, { amount }) => sum + amount, 0n);
  const accounts = all(xml, 'Account').map((text) => {
    const accountId = only(text, 'AccountID');
    const own = lines.filter((line) => line.accountId === accountId);
    const moved = sumOf(own.filter(({ isDebit }) => isDebit)) - sumOf(own.filter(({ isDebit }) => !isDebit));
    return { accountId, opening: balanceIn(text, 'Opening'), moved, closing: balanceIn(text, 'Closing') };
  });
  return {
    accounts,
    counted: {
      entries: all(xml, 'Transaction').length,
      debits: sumOf(lines.filter(({ isDebit }) => isDebit)),
      credits: sumOf(lines.filter(({ isDebit }) => !isDebit)),
    },
    stated: {
      entries: Number(only(xml, 'NumberOfEntries')),
      debits: millionths(only(xml, 'TotalDebit')),
      credits: millionths(only(xml, 'TotalCredit')),
    },
  };
};

const balanceIn = (text: string, when: string): bigint => {
  const [, side, amount = ''] = new RegExp(`<${when}(Debit|Credit)Balance>([0-9.]+)<`).exec(text) ?? [];
  return side === 'Debit' ? millionths(amount) : -millionths(amount);
};

const all = (xml: string, tag: string): readonly string[] =>
  [...xml.matchAll(new RegExp(`<${tag}>(.*?)</${tag}>`, 'gs'))].map(([, inner = '']) => inner);

const only = (xml: string, tag: string): string => {
  const [inner] = all(xml, tag);
  if (inner === undefined) throw new Error(`There is no ${tag}`);
  return inner;
};
