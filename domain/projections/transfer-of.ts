import type { Fact } from '../facts/fact.ts';

/** The transfer that a fact is about or results from; undefined where there is none. */
export const transferIdOf = (fact: Fact): string | undefined => {
  if ('hold' in fact) return fact.hold.transferId;
  return 'transferId' in fact ? fact.transferId : undefined;
};
