import type { AppendOutcome, EventStore, StreamHead, StreamWrite } from '../../../../domain/ports/event-store.ts';
import { type StreamId, streamIdOf } from '../../../../domain/shared/stream-id.ts';
import { memoryEventStore } from '../../../../functions/adapters/memory/event-store.ts';

export const [bank, seller, other] = ['bank', 'seller', 'other'].map((id) => streamIdOf('main', 'account', id)) as [
  StreamId,
  StreamId,
  StreamId,
];
export const entryStream = (key: string): StreamId => streamIdOf('main', 'entry', `jen_${key}`);

/** A store whose appends go on only when they are let, and what was sent to it, by the texts. */
export const held = async () => {
  const store = memoryEventStore();
  for (const account of [bank, seller, other]) await store.append([writeOf(store.beginning(account), 'opened')]);
  const sent: (readonly string[])[] = [];
  const waiting: (() => void)[] = [];
  let failure: Error | undefined;
  const slow: EventStore = {
    ...store,
    append: async (writes) => {
      sent.push(writes.map(({ text }) => text));
      await new Promise<void>((resolve) => waiting.push(resolve));
      const thrown = failure;
      failure = undefined;
      if (thrown !== undefined) throw thrown;
      return store.append(writes);
    },
  };
  /** Lets the next append go on, and everything happen that follows from it. */
  const goOn = async (): Promise<void> => {
    await idle();
    waiting.shift()?.();
    await idle();
  };
  const failOnce = (error: Error): void => {
    failure = error;
  };
  return { store, slow, sent, goOn, failOnce };
};

export const idle = (): Promise<void> => new Promise((resolve) => setImmediate(resolve));

export const writeOf = (head: StreamHead, text: string): StreamWrite => ({ head, text, hash: text, published: false });

/** An entry on accounts, decided on what the store shows of them now. */
export const post = async (store: EventStore, key: string, accounts: readonly StreamId[]) => {
  const heads = await store.load(accounts, 'eventual');
  const writes = [
    writeOf(store.beginning(entryStream(key)), key),
    ...heads.map((head) => writeOf(head, `${key} on ${head.version}`)),
  ];
  const seen: { outcome?: AppendOutcome; error?: unknown; isStaged: boolean } = { isStaged: false };
  const appended = store.append(writes, () => {
    seen.isStaged = true;
  });
  appended.then(
    (outcome) => Object.assign(seen, { outcome }),
    (error: unknown) => Object.assign(seen, { error }),
  );
  return seen;
};
