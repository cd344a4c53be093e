/** What the simulation holds against every run, by the ids under which docs/invariants.md lists it. */
export const invariants = {
  'SIM-01': 'Every entry balances in every currency.',
  'SIM-02': 'After every commit, all debits equal all credits, posted and held.',
  'SIM-03': "What an account's event says equals a replay of all before it in other arithmetic.",
  'SIM-04': 'Whatever is committed, a single thread would have accepted at that point: floors, freezes, ends of holds.',
  'SIM-05': 'Versions of a stream have no gaps.',
  'SIM-06': 'Recorded times rise along an account, whatever clocks say.',
  'SIM-07': 'Nothing takes effect that nobody asked for, or otherwise than it was asked for.',
  'SIM-08': 'A fact is on all of its accounts or on none.',
  'SIM-09': "An account's chain of links is unbroken.",
  'SIM-10': 'What was written stays as it was written.',
  'SIM-11': 'What was answered as recorded is there.',
  'SIM-12': 'A key takes effect once, and every repetition hears the same.',
  'SIM-13': 'Every answer, refusals too, was right at some moment between the request and the answer.',
  'SIM-14': 'What was refused, and only refused, has no effect.',
  'SIM-15': 'What consumers keep equals a fresh replay.',
  'SIM-16': 'The archive holds each published fact once, and the audit finds nothing.',
  'SIM-17': 'What people write into free fields can be read in no log line, metric or error.',
  'SIM-18': 'Nothing fails but for passing reasons.',
  'SIM-19': 'What cannot be processed is parked once for each consumer, whole.',
  'SIM-20': 'Every transfer ends, holds nothing, and the bank moved money once if and only if it is completed.',
  'SIM-21': 'Once faults have stopped, all comes to an end.',
  'SIM-22': 'All checkpoints are of one log, each continues the one before, and its entries are the archived lines.',
  'SIM-23': 'The same seed has the same history.',
  'SIM-24': 'Every site of a call, and every point of a path, is reached by the enumeration.',
} as const;

export type InvariantId = keyof typeof invariants;
