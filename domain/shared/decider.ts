import type { Result } from './result.ts';

/** Behaviour as a value: `decide` chooses and may refuse, `evolve` only records what was decided. */
export type Decider<Command, State, Event, Rejection> = {
  readonly initialState: State;
  readonly decide: (command: Command, state: State) => Result<readonly Event[], Rejection>;
  readonly evolve: (state: State, event: Event) => State;
};
