import { join } from 'node:path';
import { millionths } from './made-trails.ts';
import { debianPython, run } from './outside-tools.ts';

/** What a program makes of a journal: the balances by account id, or why it refuses it. */
export type Judged =
  | { readonly ok: true; readonly balances: ReadonlyMap<string, bigint> }
  | { readonly ok: false; readonly why: string };

type Judge = (folder: string) => Judged;

const readByHledger: Judge = (folder) => {
  const file = join(folder, 'journal.hledger');
  const checked = run('hledger', ['-f', file, '-s', 'check']);
  if (!checked.ok) return { ok: false, why: checked.complaint };
  const words = ['-f', file, '-s', 'balance', '--flat', '--empty', '--no-total', '-O', 'csv'];
  const { ok, output, complaint } = run('hledger', words);
  return ok ? counted(output.split('\n').slice(1).map(tabbed), plainId) : { ok: false, why: complaint };
};

const readByLedger: Judge = (folder) => {
  const format = '%(account)\\t%(amount)\\n';
  const strict = ['--pedantic', '--strict', '--explicit', '--args-only'];
  const words = [...strict, '-f', join(folder, 'journal.ledger'), 'balance', '--flat', '--empty', '--no-total'];
  const { ok, output, complaint } = run('ledger', [...words, '--balance-format', format]);
  return ok ? counted(output.split('\n'), plainId) : { ok: false, why: complaint };
};

// Beancount's own printer of balances fails on numbers of more than a few digits, so they are printed from its loader.
const beancountScript = `
import sys
from beancount import loader
from beancount.core import data, inventory
entries, errors, _ = loader.load_file(sys.argv[1])
balances = {}
for entry in entries:
    if isinstance(entry, data.Open) and 'id' in entry.meta: balances[entry.account] = (entry.meta['id'], inventory.Inventory())
for entry in data.filter_txns(entries):
    for posting in entry.postings:
        if posting.account in balances: balances[posting.account][1].add_position(posting)
for account, (id, balance) in balances.items():
    print(id + '\\t' + ' '.join(format(position.units.number, 'f') for position in balance))
sys.exit(1 if errors else 0)
`;

const readByBeancount: Judge = (folder) => {
  const file = join(folder, 'journal.beancount');
  const checked = run('bean-check', ['--no-cache', file]);
  if (!checked.ok) return { ok: false, why: checked.complaint };
  const { ok, output, complaint } = run(debianPython, ['-c', beancountScript, file]);
  return ok ? counted(output.split('\n'), (id) => id) : { ok: false, why: complaint };
};

export const readersOfJournals: Readonly<Record<string, Judge>> = {
  hledger: readByHledger,
  ledger: readByLedger,
  beancount: readByBeancount,
};

// What is not an account of the ledger has a space in its name.
const plainId = (name: string): string | undefined =>
  name.includes(' ') ? undefined : name.slice(name.indexOf(':') + 1);

const tabbed = (line: string): string => line.replace(',', '\t');

/** Lines of a name, a tab, and an amount with or without a currency. */
const counted = (lines: readonly string[], idOf: (name: string) => string | undefined): Judged => {
  const balances = new Map<string, bigint>();
  for (const line of lines) {
    const [name = '', amount = ''] = line.replaceAll('"', '').split('\t');
    const id = idOf(name.trim());
    const [, number] = /^\s*(-?\d+(?:\.\d+)?)(?:\s+[A-Z]{3})?\s*$/.exec(amount) ?? [];
    if (id === undefined || name === '') continue;
    if (number !== undefined) balances.set(id, millionths(number));
    else if (amount.trim() === '') balances.set(id, 0n);
    else return { ok: false, why: `It says ${JSON.stringify(line)}` };
  }
  return { ok: true, balances };
};
