/** Shows how far long work is. */
export type Progress = { readonly step: () => void; readonly done: () => void };

/** Where a command reads its surroundings and says what it did. */
export type Terminal = {
  /** Standard output: what was asked for, and nothing else. */
  readonly write: (text: string) => void;
  /** Standard error: what went wrong, and how far long work is. */
  readonly complain: (text: string) => void;
  /** Counts steps of work, such as `events read`, and how many there are where that is known before. */
  readonly progress: (counted: string, total?: number) => Progress;
  readonly environment: Readonly<Record<string, string | undefined>>;
  /** All of standard input. */
  readonly readInput: () => Promise<string>;
};
