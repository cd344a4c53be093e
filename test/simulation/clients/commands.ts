import { authorizeHold } from '../../../functions/commands/authorize-hold.ts';
import { captureHold } from '../../../functions/commands/capture-hold.ts';
import { changeAccount } from '../../../functions/commands/change-account.ts';
import { openAccount } from '../../../functions/commands/open-account.ts';
import { postEntry } from '../../../functions/commands/post-entry.ts';
import { releaseHold } from '../../../functions/commands/release-hold.ts';
import { approveRepair, proposeRepair } from '../../../functions/commands/repair-transfer.ts';
import { requestTransfer } from '../../../functions/commands/request-transfer.ts';

/** The real commands, which a planted bug may replace. */
export const realCommands = {
  openAccount,
  changeAccount,
  postEntry,
  authorizeHold,
  captureHold,
  releaseHold,
  requestTransfer,
  proposeRepair,
  approveRepair,
};

export type Commands = typeof realCommands;
