import { normalSideOf } from '../../accounts/account.ts';
import type { BytesDigest } from '../../ports/bytes-digest.ts';
import { amountText, lengthOf, type MinorUnits } from './minor-units.ts';
import { hashedId, shortId } from './short-id.ts';
import { type ShownAccount, signedClosing, signedOpening } from './shown-account.ts';
import type { ShownEntry, ShownPosting } from './shown-entry.ts';
import { exportDate, exportDateOf } from './trail-date.ts';
import type { Piece, TrailContents, TrailExport } from './trail-export.ts';
import { cleanTextOf, xmlText } from './trail-text.ts';

/* Section 10 of docs/trail-format.md: ISO 20022 camt.053.001.08. */

/** A format that cannot say an amount has no file of it. */
const amountDigitsMaximum = 18;

/** A statement for each account, as a bank gives it to the account's owner. */
export const bankStatements = (contents: TrailContents, digest: BytesDigest): TrailExport => {
  const accounts = contents.accounts.filter(hasStatement);
  const paths = new Map(accounts.map((account) => [account.accountId, statementPath(account)]));
  return {
    paths: [...paths.values()],
    begin: () => accounts.map((account) => ({ path: statementPath(account), text: headOf(contents, account, digest) })),
    add: (entry) => entryPieces(entry, paths),
    end: () => accounts.map((account) => ({ path: statementPath(account), text: tailOf(account) })),
  };
};

const hasStatement = (account: ShownAccount): boolean =>
  [signedOpening(account), signedClosing(account)].every(
    (balance) => lengthOf(balance, account.digits) <= amountDigitsMaximum,
  );

const statementPath = ({ accountId }: ShownAccount): string => `camt053/${accountId.replaceAll(':', '.')}.xml`;

const headOf = ({ policy, openedAt, closedAt }: TrailContents, account: ShownAccount, digest: BytesDigest): string => {
  const { accountId, currency, name } = account;
  const close = policy.covers.closingClose;
  const period = openedAt === null ? '' : `<FrToDt><FrDtTm>${openedAt}</FrDtTm><ToDtTm>${closedAt}</ToDtTm></FrToDt>\n`;
  return (
    '<?xml version="1.0" encoding="UTF-8"?>\n' +
    '<Document xmlns="urn:iso:std:iso:20022:tech:xsd:camt.053.001.08">\n' +
    '<BkToCstmrStmt>\n' +
    `<GrpHdr><MsgId>quipu-${close}</MsgId><CreDtTm>${closedAt}</CreDtTm></GrpHdr>\n` +
    '<Stmt>\n' +
    `<Id>${close}-${hashedId(digest, accountId, 16)}</Id>\n` +
    `<CreDtTm>${closedAt}</CreDtTm>\n` +
    period +
    `<Acct><Id><Othr><Id>${shortId(digest, accountId, 34)}</Id></Othr></Id>` +
    `<Ccy>${currency}</Ccy><Nm>${xmlText(cleanTextOf(name, 70))}</Nm></Acct>\n` +
    balanceLine(account, { code: 'OPBD', signed: signedOpening(account), date: exportDateOf(openedAt) }) +
    balanceLine(account, { code: 'CLBD', signed: signedClosing(account), date: exportDateOf(closedAt) })
  );
};

const tailOf = ({ accountId }: ShownAccount): string =>
  `<AddtlStmtInf>${accountId}</AddtlStmtInf>\n</Stmt>\n</BkToCstmrStmt>\n</Document>\n`;

const balanceLine = (
  { type, currency, digits }: ShownAccount,
  { code, signed, date }: { readonly code: 'OPBD' | 'CLBD'; readonly signed: MinorUnits; readonly date: string },
): string => {
  const balance = normalSideOf(type) === 'debit' ? signed : -signed;
  const amount = amountText(balance < 0n ? -balance : balance, digits);
  return (
    `<Bal><Tp><CdOrPrtry><Cd>${code}</Cd></CdOrPrtry></Tp><Amt Ccy="${currency}">${amount}</Amt>` +
    `<CdtDbtInd>${balance < 0n ? 'DBIT' : 'CRDT'}</CdtDbtInd><Dt><Dt>${date}</Dt></Dt></Bal>\n`
  );
};

const entryPieces = (entry: ShownEntry, paths: ReadonlyMap<string, string>): readonly Piece[] => {
  const { entryId, date, valueDate, source, description } = entry;
  const reference = xmlText(cleanTextOf(entryId, 35));
  const rest =
    `<Sts><Cd>BOOK</Cd></Sts><BookgDt><Dt>${date}</Dt></BookgDt><ValDt><Dt>${exportDate(valueDate)}</Dt></ValDt>` +
    `<BkTxCd><Prtry><Cd>${source}</Cd></Prtry></BkTxCd>` +
    `<AddtlNtryInf>${xmlText(cleanTextOf(description, 500))}</AddtlNtryInf></Ntry>\n`;
  return entry.postings.flatMap((posting) => {
    const path = paths.get(posting.account.accountId);
    if (path === undefined) return [];
    return [{ path, text: `<Ntry><NtryRef>${reference}</NtryRef>${amountOf(posting)}${rest}` }];
  });
};

// As a bank speaks to the account's owner: what raises the balance is a credit, whatever side the account is kept on.
const amountOf = ({ account, side, amount }: ShownPosting): string =>
  `<Amt Ccy="${account.currency}">${amount}</Amt>` +
  `<CdtDbtInd>${side === normalSideOf(account.type) ? 'CRDT' : 'DBIT'}</CdtDbtInd>`;
