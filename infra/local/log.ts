/** Takes one line that a person reads; where it goes is up to whoever started the stack. */
export type Log = (line: string) => void;
