import { setTimeout as pause } from 'node:timers/promises';
import type { Client } from './client.ts';
import { freezeForAWhile, openAndClose, raiseFloorForAWhile } from './stories/account-stories.ts';
import { askForTheImpossible } from './stories/ask-for-the-impossible.ts';
import { deposit, exchangeCurrencies, pay, payOutShares } from './stories/entry-stories.ts';
import { authorizeHold, captureHold, voidHold } from './stories/hold-stories.ts';
import { look, repeat } from './stories/reading-stories.ts';
import { followPayout, requestPayout } from './stories/transfer-stories.ts';

type Story = (client: Client) => Promise<void>;

/** How often each is told, relative to the others. */
const stories: readonly (readonly [number, Story])[] = [
  [14, deposit],
  [18, pay],
  [5, exchangeCurrencies],
  [2, payOutShares],
  [10, authorizeHold],
  [9, captureHold],
  [4, voidHold],
  [3, freezeForAWhile],
  [2, raiseFloorForAWhile],
  [2, openAndClose],
  [4, askForTheImpossible],
  [18, look],
  [10, repeat],
];

const payoutStories: readonly (readonly [number, Story])[] = [
  [5, requestPayout],
  [6, followPayout],
];

export type WorkOptions = {
  readonly withPayouts: boolean;
  /** Whether another story may begin. */
  readonly isTime: () => boolean;
  /** The longest pause between two stories of one client, in milliseconds. */
  readonly pauseMaximum: number;
};

/** Tells one story after the other. */
export const work = async (client: Client, { withPayouts, isTime, pauseMaximum }: WorkOptions): Promise<void> => {
  const all = withPayouts ? [...stories, ...payoutStories] : stories;
  const deck = all.flatMap(([weight, story]) => Array.from({ length: weight }, () => story));
  while (isTime()) {
    await client.random.oneOf(deck)(client);
    await pause(client.random.below(pauseMaximum));
  }
};
