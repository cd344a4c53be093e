import { expect, it } from '@jest/globals';
import type { PayoutInstruction, PayoutRail } from '../../domain/ports/payout-rail.ts';
import { amount } from '../support/money.ts';

/** Destinations at the rail under test that accept, refuse, and lose their answer after accepting. */
export type RailUnderTest = {
  readonly rail: PayoutRail;
  readonly accepting: string;
  readonly refusing: string;
  readonly losing: string;
  /** Lets the rail move the money of what it has accepted. */
  readonly settle: () => Promise<void>;
  /** How often money moved for a reference. */
  readonly effectsOf: (reference: string) => Promise<number>;
};

/** What every payout rail keeps. Each test begins with a rail of its own. */
export const payoutRailContract = (make: () => Promise<RailUnderTest>): void => {
  const instruction = (reference: string, destination: string): PayoutInstruction => ({
    reference,
    ledger: 'main',
    amount: amount('25.00'),
    destination,
  });

  it('acts once on a reference, and gives the same answer again', async () => {
    const { rail, accepting, settle, effectsOf } = await make();
    const first = await rail.submit(instruction('trf_1', accepting));
    expect(first.code).toBe('Accepted');
    await settle();
    expect(await rail.submit(instruction('trf_1', accepting))).toEqual(first);
    await settle();
    expect(await effectsOf('trf_1')).toBe(1);
  });

  it('acts once on a reference that is submitted many times at once', async () => {
    const { rail, accepting, settle, effectsOf } = await make();
    const submissions = Array.from({ length: 8 }, () => rail.submit(instruction('trf_1', accepting)));
    const settled = await Promise.allSettled(submissions);
    const codes = settled.flatMap((one) => (one.status === 'fulfilled' ? [one.value.code] : []));
    expect(new Set(codes)).toEqual(new Set(['Accepted']));
    await settle();
    expect(await effectsOf('trf_1')).toBe(1);
  });

  it('refuses, and goes on refusing', async () => {
    const { rail, refusing, settle, effectsOf } = await make();
    for (let times = 0; times < 2; times += 1)
      expect(await rail.submit(instruction('trf_1', refusing))).toMatchObject({ code: 'Refused' });
    await settle();
    expect(await effectsOf('trf_1')).toBe(0);
    expect(await rail.recall('trf_1')).toEqual({ code: 'Recalled' });
  });

  it('tells that it accepted when it is asked again, where its first answer was lost', async () => {
    const { rail, losing, settle, effectsOf } = await make();
    await expect(rail.submit(instruction('trf_1', losing))).rejects.toMatchObject({ name: 'TransientFailure' });
    expect(await rail.submit(instruction('trf_1', losing))).toMatchObject({ code: 'Accepted' });
    await settle();
    expect(await effectsOf('trf_1')).toBe(1);
  });

  it('never moves money for what was recalled', async () => {
    const { rail, accepting, settle, effectsOf } = await make();
    await rail.submit(instruction('trf_1', accepting));
    for (let times = 0; times < 2; times += 1) expect(await rail.recall('trf_1')).toEqual({ code: 'Recalled' });
    await settle();
    expect(await effectsOf('trf_1')).toBe(0);
    expect(await rail.submit(instruction('trf_1', accepting))).toMatchObject({ code: 'Refused' });
  });

  it('refuses what was recalled before it came', async () => {
    const { rail, accepting, settle, effectsOf } = await make();
    expect(await rail.recall('trf_1')).toEqual({ code: 'Recalled' });
    expect(await rail.submit(instruction('trf_1', accepting))).toMatchObject({ code: 'Refused' });
    await settle();
    expect(await effectsOf('trf_1')).toBe(0);
  });

  it('does not recall what has settled', async () => {
    const { rail, accepting, settle, effectsOf } = await make();
    const submitted = await rail.submit(instruction('trf_1', accepting));
    await settle();
    const { railReference } = submitted as { readonly railReference: string };
    expect(await rail.recall('trf_1')).toEqual({ code: 'Settled', railReference });
    expect(await effectsOf('trf_1')).toBe(1);
  });

  it('either recalls or settles, where both come at once', async () => {
    const { rail, accepting, settle, effectsOf } = await make();
    await rail.submit(instruction('trf_1', accepting));
    const [recalled] = await Promise.all([rail.recall('trf_1'), settle()]);
    await settle();
    expect(await effectsOf('trf_1')).toBe(recalled.code === 'Settled' ? 1 : 0);
  });
};
