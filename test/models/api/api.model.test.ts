import { describe, expect, it } from '@jest/globals';
import '../../support/quiet-log.ts';
import { tellStories } from './tell-stories.ts';

/** `npm run test:models` tells 2,000, of up to 100 commands. */
const stories = 60;

describe('the API', () => {
  it('answers and stands as the model does, whatever is asked of it', async () => {
    expect((await tellStories({ stories, commandsMaximum: 60 })).stories).toBe(stories);
  });
});
