import type { AccountRejection } from '../../domain/accounts/account-decider.ts';
import type { HoldRejection } from '../../domain/holds/hold-decider.ts';
import { releaseHold as decideRelease } from '../../domain/holds/release-hold.ts';
import { type CommandOutcome, carryOut } from '../runtime/carry-out.ts';
import { fingerprintOf } from '../runtime/fingerprint.ts';
import type { Ledger } from '../runtime/ledger.ts';
import type { Command } from './command.ts';
import { holdHeadsOf, holdStreamsOf } from './hold-streams.ts';
import { requestNaming } from './request-naming.ts';

export type ReleaseHoldBody = { readonly holdId: string; readonly type: 'VoidHold' | 'ExpireHold' };

/** Voids a hold, or expires one that is due; nothing happens where it has ended so already, or is not due. */
export const releaseHold = async (
  ledger: Ledger,
  { origin, key, body, fingerprint = fingerprintOf(body), ...options }: Command<ReleaseHoldBody>,
): Promise<CommandOutcome<HoldRejection | AccountRejection>> => {
  const streams = await holdStreamsOf(ledger, { ledger: origin.ledger, holdId: body.holdId });
  if (!streams.ok) return { code: 'Rejected', rejection: streams.rejection };
  const { hold, source, destination } = streams.value;
  const naming = requestNaming(ledger, {
    origin,
    key,
    operation: 'releaseHold',
    fingerprint,
    subject: body.holdId,
  });
  const plan = naming.plan([hold, source, destination], (heads, now) =>
    decideRelease(body, holdHeadsOf(heads, streams.value), { origin, now, digest: ledger.digest }),
  );
  return carryOut(plan, ledger, options);
};
