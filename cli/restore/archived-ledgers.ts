import type { Archive } from '../../domain/ports/archive.ts';

const prefix = 'facts/';

/** The ledgers that an archive has facts of: one list of one name for each. */
export const ledgersIn = async (archive: Pick<Archive, 'list'>): Promise<readonly string[]> => {
  const ledgers: string[] = [];
  for (let after: string | undefined; ; ) {
    const [name] = await archive.list(prefix, after, 1);
    const ledger = name?.slice(prefix.length).split('/')[0];
    if (ledger === undefined) return ledgers;
    ledgers.push(ledger);
    // The character after the slash: behind every name of this ledger.
    after = `${prefix}${ledger}0`;
  }
};
