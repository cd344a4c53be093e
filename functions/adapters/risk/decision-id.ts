import { derivedId } from '../../runtime/derived-id.ts';

/** The id of the decision on a fact, and of the alert that it raises. */
export const decisionIdOf = ({ ledger, factId }: { readonly ledger: string; readonly factId: string }): string =>
  derivedId('alr', { ledger, operation: 'decideRisk', key: factId });
