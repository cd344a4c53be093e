import type * as z from 'zod';
import type { Fact, FactType } from '../../domain/facts/fact.ts';
import {
  accountClosed1,
  accountClosed2,
  accountFrozen1,
  accountFrozen2,
  accountLimitsChanged1,
  accountOpened1,
  accountOpened2,
  accountUnfrozen1,
  accountUnfrozen2,
} from './schemas/account.ts';
import {
  holdAuthorized1,
  holdAuthorized2,
  holdCaptured1,
  holdCaptured2,
  holdExpired1,
  holdExpired2,
  holdVoided1,
  holdVoided2,
} from './schemas/hold.ts';
import { journalEntryPosted1, journalEntryPosted2, journalEntryPosted3 } from './schemas/journal-entry.ts';
import { logKeysChanged1 } from './schemas/log-keys.ts';
import { requestRejected1 } from './schemas/request.ts';
import { riskAlertResolved1, riskDecided1 } from './schemas/risk.ts';
import { sealedValueOpened1, subjectErased1 } from './schemas/subject-key.ts';
import { repairFact1, transferFact1 } from './schemas/transfer.ts';

/**
 * Every schema that a fact was ever written with, oldest first: the one at index 0 is version 1. None is ever changed
 * or removed, because what was written with it is kept for ever.
 */
export const factSchemas = {
  AccountOpened: [accountOpened1, accountOpened2],
  AccountFrozen: [accountFrozen1, accountFrozen2],
  AccountUnfrozen: [accountUnfrozen1, accountUnfrozen2],
  AccountClosed: [accountClosed1, accountClosed2],
  AccountLimitsChanged: [accountLimitsChanged1],
  JournalEntryPosted: [journalEntryPosted1, journalEntryPosted2, journalEntryPosted3],
  HoldAuthorized: [holdAuthorized1, holdAuthorized2],
  HoldCaptured: [holdCaptured1, holdCaptured2],
  HoldVoided: [holdVoided1, holdVoided2],
  HoldExpired: [holdExpired1, holdExpired2],
  RiskDecided: [riskDecided1],
  RiskAlertResolved: [riskAlertResolved1],
  RequestRejected: [requestRejected1],
  LogKeysChanged: [logKeysChanged1],
  SealedValueOpened: [sealedValueOpened1],
  SubjectErased: [subjectErased1],
  TransferRequested: [transferFact1('TransferRequested')],
  TransferScreened: [transferFact1('TransferScreened')],
  TransferPlacedInReview: [transferFact1('TransferPlacedInReview')],
  TransferHeld: [transferFact1('TransferHeld')],
  TransferSubmitted: [transferFact1('TransferSubmitted')],
  TransferSettled: [transferFact1('TransferSettled')],
  TransferReturned: [transferFact1('TransferReturned')],
  TransferCaptured: [transferFact1('TransferCaptured')],
  TransferStepFailed: [transferFact1('TransferStepFailed')],
  TransferCompleted: [transferFact1('TransferCompleted')],
  TransferRefused: [transferFact1('TransferRefused')],
  TransferUndone: [transferFact1('TransferUndone')],
  TransferNeedsRepair: [transferFact1('TransferNeedsRepair')],
  TransferRepairProposed: [repairFact1('TransferRepairProposed')],
  TransferRepaired: [repairFact1('TransferRepaired')],
} as const satisfies Record<FactType, readonly z.ZodType[]>;

type Newest<Schemas extends readonly unknown[]> = Schemas extends readonly [...unknown[], infer Last] ? Last : never;

/** What the newest schema of a type answers. */
export type NewestOutput<Type extends FactType> =
  Newest<(typeof factSchemas)[Type]> extends z.ZodType<infer Output> ? Output : never;

type FactOf<Type extends FactType> = Fact extends infer Member
  ? Member extends { readonly type: infer Types }
    ? Type extends Types
      ? Omit<Member, 'type'> & { readonly type: Type }
      : never
    : never
  : never;

type Plain<Value> = Value extends string | number | boolean | null | undefined
  ? Value
  : Value extends readonly (infer Element)[]
    ? readonly Plain<Element>[]
    : { readonly [Name in keyof Value]: Plain<Value[Name]> };

// Assignability both ways would not see an optional property that one of the two lacks; identity does.
type IsSame<Left, Right> =
  (<Probe>() => Probe extends Plain<Left> ? 1 : 2) extends <Probe>() => Probe extends Plain<Right> ? 1 : 2
    ? true
    : never;

/** Does not compile where the newest schema of a type and its domain type have drifted apart. */
export const newestSchemasMatchDomain: { readonly [Type in FactType]: IsSame<NewestOutput<Type>, FactOf<Type>> } = {
  AccountOpened: true,
  AccountFrozen: true,
  AccountUnfrozen: true,
  AccountClosed: true,
  AccountLimitsChanged: true,
  JournalEntryPosted: true,
  HoldAuthorized: true,
  HoldCaptured: true,
  HoldVoided: true,
  HoldExpired: true,
  RiskDecided: true,
  RiskAlertResolved: true,
  RequestRejected: true,
  LogKeysChanged: true,
  SealedValueOpened: true,
  SubjectErased: true,
  TransferRequested: true,
  TransferScreened: true,
  TransferPlacedInReview: true,
  TransferHeld: true,
  TransferSubmitted: true,
  TransferSettled: true,
  TransferReturned: true,
  TransferCaptured: true,
  TransferStepFailed: true,
  TransferCompleted: true,
  TransferRefused: true,
  TransferUndone: true,
  TransferNeedsRepair: true,
  TransferRepairProposed: true,
  TransferRepaired: true,
};
