import { approvalBody, repairBody } from '../schemas/bodies.ts';
import { dryRunQuery } from '../schemas/queries.ts';
import { transferAnswerSchema } from '../schemas/transfer-answers.ts';

const writes = { method: 'POST', query: dryRunQuery, status: 200, answer: transferAnswerSchema } as const;

export const proposeRepairOperation = {
  ...writes,
  scope: 'repairs:write',
  id: 'proposeTransferRepair',
  path: '/v1/transfers/{id}/repairs',
  summary: 'What a person found out of a transfer that needs repair. Nothing moves until another person approves it.',
  body: repairBody,
  codes: ['TransferNotFound', 'TransferNotInRepair', 'RepairNotPossible'],
} as const;

export const approveRepairOperation = {
  ...writes,
  scope: 'approvals:write',
  id: 'approveTransferRepair',
  path: '/v1/transfers/{id}/approvals',
  summary: 'Another person confirms a proposed repair, which makes the books agree with it and ends the transfer.',
  body: approvalBody,
  codes: [
    'TransferNotFound',
    'TransferNotInRepair',
    'RepairNotProposed',
    'ApprovedByProposer',
    'InsufficientFunds',
    'AccountFrozen',
    'AccountClosed',
  ],
} as const;
